export interface StandInOptions {
  users?: number;
  keys?: number;
  /** Most entries of a page whatever the caller asks for. */
  pageSize?: number;
  /** Permissions that are refused, for example `iam:ListUsers`. */
  denied?: readonly string[];
  /** False: every request for the credential report is refused. */
  report?: boolean;
  /** Accounts of the organisation; the first one is the caller's. */
  accounts?: readonly string[];
  /** Accounts whose role cannot be assumed. */
  closedAccounts?: readonly string[];
  /** How long every answer takes, in milliseconds. */
  pauseMs?: () => number;
  /** Told of every request before it is answered. */
  seen?: (operation: string, body: string) => void;
  /** Answers instead of the stand-in when it returns something. */
  fault?: (operation: string) => { status: number; body: string } | null;
}

export interface Asked {
  account: string;
  region: string;
  options: Required<Omit<StandInOptions, "fault" | "seen" | "pauseMs">>;
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
