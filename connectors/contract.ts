import type { Duplex } from "node:stream";
import type { z } from "zod";
import type { CredentialKind } from "@/lib/domain/credential/credential";
import type { IdentityKind } from "@/lib/domain/identity/identity";
import type { SourceRecord } from "@/lib/domain/inventory/source-record";
import type { ManualSteps } from "@/lib/domain/lifecycle/by-hand";
import type {
  ActionManifest,
  ActionTarget,
  Delivery,
  DeliveryPlace,
  TargetActions,
} from "./shared/action-contract";
import type { Gap } from "./shared/gap";

export type { SourceRecord } from "@/lib/domain/inventory/source-record";
export type {
  ActionManifest,
  ActionTarget,
  ActionVerb,
  Delivery,
  DeliveryPlace,
  Inspection,
  NewCredential,
  PlannedCall,
  TargetAction,
  TargetActions,
  TargetRotation,
} from "./shared/action-contract";
export type { Gap } from "./shared/gap";

/**
 * - `unauthorized`: the credential is wrong or dead; the whole source stops.
 * - `forbidden`: a permission or plan is missing; the stream is uncovered, the run goes on.
 * - `rate_limited`: wait `retryAfterMs`, then go on from the same cursor.
 * - `unavailable`: the provider or the network failed; retried with growing pauses.
 * - `unexpected_response`: the answer is not what the provider documents; never retried blindly.
 */
export type ConnectorErrorCode =
  | "unauthorized"
  | "forbidden"
  | "rate_limited"
  | "unavailable"
  | "unexpected_response";

/** The only error a connector throws. `message` is shown to people: name the call, never a secret. */
export class ConnectorError extends Error {
  override readonly name = "ConnectorError";
  constructor(
    readonly code: ConnectorErrorCode,
    message: string,
    readonly extra: {
      retryAfterMs?: number;
      permission?: string;
      httpStatus?: number;
      /** The uploaded file that cannot be read: it stays so until a person takes it away. */
      file?: string;
    } = {},
  ) {
    super(message);
  }
}

export interface WholeRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
  /** Above the usual 20 MB only for a document that the provider cannot page; say why beside it. */
  maxBodyBytes?: number;
  /** Asking twice does no harm: repeated once when a kept connection turns out to be closed. */
  isRepeatable?: boolean;
}

export interface WholeAnswer {
  status: number;
  headers: Headers;
  /** Null where the status or the method allows no body. */
  body: Uint8Array | null;
}

/** All that a connector may touch of the world. Provided by the runner; faked by tests. */
export interface ConnectorIo {
  /** SSRF-guarded, size- and time-limited (20 MB, 30 s a request), no redirects to other hosts. */
  fetch: typeof globalThis.fetch;
  /**
   * What `fetch` stands on, for SDKs that bring a request of their own and want bytes: same guard,
   * same limits, a third of the cost. Ends with `signal`.
   */
  exchange(asked: WholeRequest): Promise<WholeAnswer>;
  /** SSRF-guarded TCP, for databases. */
  connectTcp(target: { host: string; port: number }): Promise<Duplex>;
  /** Small per-source memory between runs, for validators such as ETags. */
  cache: {
    get(key: string): Promise<string | null>;
    set(key: string, value: string): Promise<void>;
  };
  now(): Date;
  log(message: string, fields?: Record<string, string | number | boolean>): void;
  /** Shows on the source's page that the run waits, and until when. */
  waiting(reason: string, until: Date): void;
  signal: AbortSignal;
}

export interface Page {
  records: SourceRecord[];
  /** Opaque; null when the stream is drained. A cursor that repeats is refused by the runner. */
  nextCursor: string | null;
  /** False when a gap means that records may be lacking. */
  complete: boolean;
  gaps?: Gap[];
  /** Parts that this page alone lists to their end. Needed where a gap hides what is `unread`. */
  read?: string[];
  rate?: { limit?: number; remaining?: number; resetAt?: Date };
  /** Total records of the stream where the provider says so, for progress. */
  expectedTotal?: number;
}

export interface Stream {
  /** Stable id, kebab-case, for example `access-keys`. */
  name: string;
  /** What it lists, in words. */
  title: string;
  /** Least privilege, as the provider names it. */
  permissions: readonly string[];
  /** One page, no state outside the cursor. Identities come before what refers to them. */
  list(cursor: string | null): Promise<Page>;
}

/** Something of Muster's own at the provider; `kind` where it is not the provider's usual one. */
export interface OwnIdentity {
  externalId: string;
  name: string;
  kind?: IdentityKind;
  /** What is stored of it, by its public part. */
  credential?: { externalId: string; kind: CredentialKind; name: string; fingerprint?: string };
}

export interface Verification {
  /** Who we are at the provider, for example an ARN or a login. */
  principal: string;
  /** Account or organisation the source covers. */
  scope: string;
  /** The same by an id that outlives names and versions. A source keeps to one; absent, its scope decides. */
  target?: string;
  /** Missing permissions with the streams they leave uncovered. */
  missing: { permission: string; streams: string[] }[];
  /** Sentences worth showing: a credential broader than needed, a plan that hides data. */
  warnings: string[];
  /** Muster's own credential at the provider, so that it is inventoried and scored like any other. */
  self?: OwnIdentity;
  /** With what `self` was reached, where that is another: the key whose holder assumes the role. */
  base?: OwnIdentity & { principal: string };
}

export interface Connection {
  verify(): Promise<Verification>;
  streams: readonly Stream[];
  /** Null for a target that this connector cannot act on. Needs the write credential of a source. */
  actions?(target: ActionTarget): TargetActions | null;
  /** Null for a place that does not fit its manifest. Needs the write credential of a source. */
  delivery?(place: DeliveryPlace): Delivery | null;
  close?(): Promise<void>;
}

/** One field of the connect form. `secret` fields are sealed at rest and never shown again. */
export interface ConfigField {
  name: string;
  label: string;
  help: string;
  /** `generated`: a random text that the server makes up for a new source, shown to be copied. */
  input:
    | "text"
    | "secret"
    | "multiline-secret"
    | "number"
    | "select"
    | "switch"
    | "list"
    | "file"
    | "generated";
  options?: readonly { value: string; label: string }[];
  placeholder?: string;
  required: boolean;
  /** A switch that is on until it is turned off: the schema's default. */
  startsOn?: true;
  /** Shown only while another field has one of these values. */
  when?: { field: string; is: readonly string[] };
}

export interface Manifest<Config extends z.ZodType = z.ZodType> {
  id: string;
  name: string;
  /** One sentence: what it reads. */
  summary: string;
  docsPath: string;
  config: Config;
  fields: readonly ConfigField[];
  /** Names of the fields of `config` that are secrets. */
  secretFields: readonly string[];
  /** Fields that say where the secrets are sent: whoever changes one gives the secrets anew. */
  addressFields?: readonly string[];
  /** Stream names and titles with their permissions, readable without loading the SDK. */
  streams: readonly { name: string; title: string; permissions: readonly string[] }[];
  /** The least-privilege policy or permission set to copy, as text. */
  leastPrivilege: { format: "json" | "sql" | "text"; text: string };
  /** Templates that make what the form asks for; `{{name}}` stands for what that field holds. */
  setup?: readonly { title: string; text: string; when?: ConfigField["when"] }[];
  /** Absent where Muster can only read: offboarding is then a task for a person. */
  actions?: ActionManifest;
  /** How a person takes out of service what Muster cannot or may not. */
  byHand?: readonly ManualSteps[];
  /** False for sources fed by files: no schedule. */
  schedulable: boolean;
  /** Non-secret one-line description of a configured source: account, organisation, host. */
  describe(config: z.infer<Config>): string;
}

export interface Connector<Config extends z.ZodType = z.ZodType> {
  connect(config: z.infer<Config>, io: ConnectorIo): Promise<Connection>;
}

/** Ties a connector to its manifest, so that `connect` gets the parsed configuration. */
export function defineConnector<Config extends z.ZodType>(
  _manifest: Manifest<Config>,
  connector: Connector<Config>,
): Connector<Config> {
  return connector;
}
