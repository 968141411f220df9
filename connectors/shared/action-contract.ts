import type { Fact } from "@/lib/domain/evidence";
import type { JsonValue } from "@/lib/domain/inventory/source-record";

/** What an action works on, as the last sync saw it. */
export interface ActionTarget {
  subject: "identity" | "credential";
  /** Kind of the identity or credential. */
  kind: string;
  /** Dotted provider detail of the identity (of the holder, for a credential). */
  detail: string;
  externalId: string;
  name: string;
  /** The identity that holds a credential. */
  holder: { externalId: string; name: string } | null;
  attributes: { [key: string]: JsonValue };
}

/** One call as the provider names it, shown to whoever approves and kept in the receipt. */
export interface PlannedCall {
  /** For example `iam:UpdateAccessKey` or an SQL statement. */
  call: string;
  /** What it does, in words. */
  effect: string;
}

/** The target as the provider shows it at this moment. */
export interface Inspection {
  state: "active" | "disabled" | "gone";
  /** What undoing needs and the receipt shows. Never a secret. */
  snapshot: { [key: string]: JsonValue };
  /** Who would notice: sessions, roles, workflows that use it now. */
  consumers: string[];
  /** What a deletion would leave behind, or what keeps it from succeeding. */
  leftovers: string[];
  lastUsedAt: Fact<string | null>;
  /** Why it must not be touched: managed by the provider, or Muster's own credential. */
  refusal: string | null;
}

export type ActionVerb = "disable" | "enable" | "delete";

/** One step of an offboarding. `run` is idempotent: what is already so is success. */
export interface TargetAction {
  reversible: "yes" | "from_snapshot" | "no";
  calls: readonly PlannedCall[];
  /** Makes the calls; answers what the provider said, in words. */
  run: (snapshot: Inspection["snapshot"]) => Promise<string>;
}

/** A credential that has just been made. Its secret lives in memory until it is persisted. */
export interface NewCredential {
  externalId: string;
  name: string;
  /** Its parts by the names that programs give them, for example `AWS_SECRET_ACCESS_KEY`. */
  secret: { [part: string]: string };
  /** What `replace` needs after the delivery to put it in place and prove it; sealed until then. */
  pending?: string;
}

/** How a target gets a successor. */
export interface TargetRotation {
  calls: readonly PlannedCall[];
  /** Why none can be made now, in words; null when one can. */
  refusal: () => Promise<string | null>;
  /** Ids of everything of its kind, the target too: written down before one more is made. */
  existing: () => Promise<string[]>;
  /**
   * Makes one more, marked where the provider allows it. Not idempotent. It returns only after
   * `persist` has kept the secret, and deletes what it made when that fails.
   */
  create: (mark: string, persist: (made: NewCredential) => Promise<void>) => Promise<string>;
  /** Deletes what a `create` made whose answer was lost: nobody knows its secret. Idempotent. */
  discard: (known: readonly string[], mark: string, since: Date) => Promise<string>;
  /**
   * Where old and new cannot both work: puts the new one in the place of the old one, after it was
   * delivered. Absent where they overlap. Idempotent.
   */
  replace?: { calls: readonly PlannedCall[]; run: (pending: string) => Promise<string> };
}

/** What can be done with one target. A capability exists if the function exists. */
export interface TargetActions extends Partial<Record<ActionVerb, TargetAction>> {
  /**
   * A fresh reading. It also settles a call whose answer was lost. With the snapshot of a target
   * that can be made again, what was made from it counts as the target.
   */
  inspect: (snapshot?: Inspection["snapshot"]) => Promise<Inspection>;
  /** Who else would notice, where that takes a call for each place to look at: for the dry run only. */
  searchConsumers?: () => Promise<string[]>;
  rotation?: TargetRotation;
}

/** Where a new secret goes: a store of the provider, by the fields that its manifest asks for. */
export interface DeliveryPlace {
  kind: string;
  fields: { [name: string]: string };
}

/** One place that takes secrets. */
export interface Delivery {
  calls: (parts: readonly string[]) => readonly PlannedCall[];
  /** Why it would be refused, in words; null when the place is there and may be written. */
  refusal: () => Promise<string | null>;
  /** Stores the secret. Done twice with the same token it is done once. Answers in words. */
  deliver: (secret: NewCredential["secret"], token: string) => Promise<string>;
}

/** What a connector can act on, readable without loading its SDK. */
export interface ActionManifest {
  /** Fields of `config` that the write credential answers anew; the rest is taken from the source. */
  fields: readonly string[];
  /** The least that the write credential needs, to copy. */
  leastPrivilege: { format: "json" | "sql" | "text"; text: string };
  /** Targets of one source acted on at the same time; absent is one, for providers that ask for that. */
  atOnce?: number;
  targets: readonly {
    subject: "identity" | "credential";
    kind: string;
    /** Details of the identity it is limited to; absent is all of that kind. */
    details?: readonly string[];
    /** Days of watching between disabling and deletion; null where there is no soft step. */
    watchDays: number | null;
    /** Absent where Muster cannot make a successor. */
    rotation?: {
      /** Quiet hours that prove the old one unused; null where old and new cannot both work. */
      overlapHours: number | null;
      /** Names of the parts of a new secret. */
      parts: readonly string[];
    };
  }[];
  /** Places of this provider that take a new secret. */
  destinations?: readonly {
    kind: string;
    label: string;
    fields: readonly { name: string; label: string; help: string; required: boolean }[];
  }[];
}
