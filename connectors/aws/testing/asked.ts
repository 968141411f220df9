export interface StandInOptions {
  users?: number;
  keys?: number;
  /** Most entries of a page whatever the caller asks for. */
  pageSize?: number;
  /** Permissions that are refused, for example `iam:ListUsers`. */
  denied?: readonly string[];
  /** False: every request for the credential report is refused. */
  report?: boolean;
  /** Outbound web identity federation; a partition without it does not know the call. */
  outbound?: "on" | "off" | "never";
  /** Regions that are enabled in every account. */
  regions?: readonly string[];
  /** Accounts of the organisation; the first one is the caller's. */
  accounts?: readonly string[];
  /** States of accounts that are not active. */
  states?: Readonly<Record<string, string>>;
  /** Accounts whose role cannot be assumed. */
  closedAccounts?: readonly string[];
  /** How long every answer takes, in milliseconds. */
  pauseMs?: () => number;
  /** Told of every request before it is answered. */
  seen?: (operation: string, body: string) => void;
  /** Answers instead of the stand-in when it returns something. */
  fault?: (operation: string) => { status: number; body: string } | null;
  /** Keys and secrets that can be changed; without it the stand-in is only read. */
  held?: HeldKeys;
  /** Awaited around each request; between effect and answer it may lose the answer. */
  at?: (moment: "before" | "between" | "after", operation: string) => Promise<"lose" | void>;
}

export interface Asked {
  account: string;
  region: string;
  /** The credentials are those of an assumed role. */
  isAssumed: boolean;
  options: Required<Omit<StandInOptions, "fault" | "seen" | "pauseMs" | "held" | "at">>;
}

export interface HeldKey {
  UserName: string;
  AccessKeyId: string;
  Status: string;
  CreateDate: Date;
  secret: string;
  usedAt: Date | null;
}

/** Access keys that can be made, switched and deleted, and secrets that can be written. */
export interface HeldKeys {
  keys: Map<string, HeldKey>;
  /** Versions of each secret, by ARN, the current one last. */
  secrets: Map<string, { token: string; value: string }[]>;
  /** How often each changing operation had an effect. */
  effective: Map<string, number>;
  answer(operation: string, params: URLSearchParams, body: string, asked: Asked): unknown;
}

/** An answer outside 2xx, with AWS's code. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
