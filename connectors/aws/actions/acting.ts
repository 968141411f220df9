import { ConnectorError, type ActionTarget, type Inspection } from "../../contract";
import type { AwsAccess } from "../access";
import { AwsError, isGone } from "../aws-error";
import { call } from "../call";
import type { AccountSession } from "../session";

/** One target of one account, seen through the write credential. */
export interface Acting {
  target: ActionTarget;
  session(): Promise<AccountSession>;
  /** Why Muster must not touch it: it is what Muster signs in with. */
  ownRefusal(ids: readonly (string | undefined)[]): Promise<string | null>;
}

export function acting(access: AwsAccess, target: ActionTarget): Acting {
  const { attributes } = target;
  const account =
    text(attributes["accountId"]) ??
    /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(text(attributes["arn"]) ?? target.externalId)?.[1];
  return {
    target,
    session: async () => access.session(account ?? (await access.caller()).accountId),
    ownRefusal: async (ids) => {
      const caller = await access.caller();
      const own = new Set([caller.userId.split(":", 1)[0], access.config.accessKeyId]);
      const isOwn = ids.some((id) => id !== undefined && own.has(id));
      return isOwn ? "This is what Muster itself signs in with." : null;
    },
  };
}

export const text = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

/** The managed policy that denies everything, also to sessions that are already open. */
export const denyAll = (session: AccountSession): string =>
  `arn:${session.partition}:iam::aws:policy/AWSDenyAll`;

/** Makes one changing call; false when the thing does not exist (any more), which is no failure. */
export async function change(name: string, send: () => Promise<unknown>): Promise<boolean> {
  try {
    await call(name, send);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    if (error instanceof AwsError && error.awsCode.startsWith("LimitExceeded")) {
      throw new ConnectorError(
        "unexpected_response",
        `AWS refuses ${name}: a limit of the account, user or role is reached.`,
      );
    }
    throw error;
  }
}

/** Reads one thing; null when it does not exist (any more). */
export async function readOrNull<T>(name: string, send: () => Promise<T>): Promise<T | null> {
  try {
    return await call(name, send);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Checked again right before the call: what was approved may have been replaced since. */
export async function unlessRefused(inspect: () => Promise<Inspection>): Promise<Inspection> {
  const seen = await inspect();
  if (seen.refusal) throw new ConnectorError("forbidden", `${seen.refusal} Nothing was changed.`);
  return seen;
}
