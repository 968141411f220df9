import type { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { inputWords } from "@/lib/domain/input-words";
import type { JsonValue } from "@/lib/domain/inventory/source-record";
import type { Permission, Reach } from "@/lib/domain/people/permissions";
import { appendAudit, type AuditEntry } from "@/lib/infra/audit-chain";
import { isDatabaseDown } from "@/lib/infra/database-down";
import { db, type Tx } from "@/lib/infra/db";
import { actorName, authorise, personIdOf, requireStepUp, type Context } from "./context";

/** What the audit log keeps of a command. Never a secret, never a whole row. */
export interface AuditNote {
  targetType?: string;
  targetId?: string;
  detail?: { [key: string]: JsonValue };
}

export interface CommandSpec<Input extends z.ZodType, Result> {
  /** `credential.revoke`: noun.verb */
  name: string;
  /** The event of a success: `credential.revoked` */
  event: string;
  /** How that which its event tells of ended, where it is not that something was done. */
  outcome?: AuditEntry["outcome"];
  /** `public` only for what an anonymous person must be able to do: signing in, setting up. */
  permission: Permission | "public";
  /** Ask for the second factor again before this command. */
  stepUp?: boolean;
  input: Input;
  /** Runs inside the transaction that also writes the audit row. No network calls here. */
  run(args: {
    tx: Tx;
    ctx: Context;
    input: z.output<Input>;
    reach: Reach;
  }): Promise<{ result: Result; audit?: AuditNote }>;
}

export interface Command<Input extends z.ZodType, Result> {
  /** Its name in the audit log. */
  readonly command?: string;
  readonly permission: Permission | "public";
  readonly stepUp?: boolean;
  readonly input: Input;
  (ctx: Context, input: z.input<Input>): Promise<Result>;
}

/** Most a bulk command may take; Prisma's default of 5 s is too short for 10,000 rows. */
const transactionOptions = { timeout: 30_000, maxWait: 5_000 };

/**
 * The one constructor of writes: authorise, parse, run and audit in one transaction, fail-closed.
 * A refused attempt is audited too; if its audit row cannot be written the caller gets
 * `unavailable`, never the effect.
 */
export function defineCommand<Input extends z.ZodType, Result>(
  spec: CommandSpec<Input, Result>,
): Command<Input, Result> {
  const execute = async (ctx: Context, raw: z.input<Input>): Promise<Result> => {
    try {
      const reach = spec.permission === "public" ? "all" : authorise(ctx, spec.permission);
      if (spec.stepUp) requireStepUp(ctx);
      const input = parseInput(spec.input, raw);
      return await committed(async (tx) => {
        const { result, audit } = await spec.run({ tx, ctx, input, reach });
        await appendAudit(tx, entryOf(ctx, spec.event, spec.outcome ?? "done", audit)).catch(
          unwritable,
        );
        return result;
      });
    } catch (error) {
      // Its own line may be there already.
      if (!(error instanceof CommitInDoubt)) await auditAttempt(ctx, spec.name, error);
      throw error;
    }
  };
  const { name: command, permission, stepUp = false, input } = spec;
  return Object.assign(execute, { command, permission, stepUp, input });
}

class CommitInDoubt extends DomainError {
  constructor(cause: unknown) {
    super(
      "unavailable",
      "The database stopped answering while it kept this, so it may be done or not. Look before you try again.",
    );
    this.cause = cause;
  }
}

/** Whether a commit took place that nobody answered, only the database knows. */
async function committed<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
  let isAtCommit = false;
  try {
    return await db().$transaction(async (tx) => {
      const result = await work(tx);
      isAtCommit = true;
      return result;
    }, transactionOptions);
  } catch (error) {
    throw isAtCommit && isDatabaseDown(error) ? new CommitInDoubt(error) : error;
  }
}

/** Parses at the room's door; the message names the first field that is wrong. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  raw: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(raw, { error: inputWords });
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues)
    fields[issue.path.join(".") || "input"] ??= issue.message;
  const [field, message] = Object.entries(fields)[0] ?? ["input", "is not valid"];
  throw new DomainError("invalid_input", `${field}: ${message}. Nothing was changed.`, { fields });
}

const append = (entry: AuditEntry): Promise<unknown> =>
  db().$transaction((tx) => appendAudit(tx, entry), transactionOptions);

/**
 * Writes down an attempt that came to nothing, here or at the door before any command was reached:
 * refused for the reason that the error names, or failed.
 */
export const auditAttempt = (ctx: Context, name: string, error: unknown): Promise<void> =>
  error instanceof DomainError ? auditRefusal(ctx, name, error.code) : auditFailure(ctx, name);

async function auditRefusal(ctx: Context, name: string, code: string): Promise<void> {
  await append(entryOf(ctx, name, "refused", { detail: { code } })).catch(unwritable);
}

/** Nothing happens without its line in the log: whoever asked may try again once there is room for it. */
function unwritable(cause: unknown): never {
  const refusal = new DomainError(
    "unavailable",
    "The audit log cannot be written, so nothing was done.",
  );
  throw Object.assign(refusal, { cause });
}

/** What comes before a command, such as counting guesses: what ends there is written down alike. */
export async function beforeCommand<T>(
  ctx: Context,
  name: string,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await auditAttempt(ctx, name, error);
    throw error;
  }
}

/** The work was rolled back, so a log that cannot be written either hides nothing. */
async function auditFailure(ctx: Context, name: string): Promise<void> {
  await append(entryOf(ctx, name, "failed")).catch(() => undefined);
}

function entryOf(
  ctx: Context,
  event: string,
  outcome: AuditEntry["outcome"],
  note: AuditNote = {},
): AuditEntry {
  const { actor } = ctx;
  return {
    at: ctx.now,
    actorType: actor.type,
    actorId: personIdOf(ctx),
    actorName: actorName(ctx),
    event,
    outcome,
    targetType: note.targetType ?? null,
    targetId: note.targetId ?? null,
    detail: note.detail ?? {},
    requestId: ctx.requestId,
    ip: ctx.ip,
  };
}
