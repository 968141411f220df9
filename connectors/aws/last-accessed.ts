import { z } from "zod";
import type { SourceRecord, UsageRecord } from "@/lib/domain/inventory/source-record";
import type { ConnectorIo } from "../contract";
import { recallJson } from "../shared/recall-json";

const dayMs = 86_400_000;
const staleDays = 90;
/** Each answer costs a job at AWS, and says little new from day to day. */
const askAgainDays = 7;
/** Fits one page of records; those asked longest ago are forgotten first, and asked anew. */
const mostRemembered = 900;

/** Of privileged and idle users and roles, in one run; the others have their turn in later ones. */
export const mostCandidates = 100;

const candidate = z.strictObject({
  id: z.string(),
  arn: z.string(),
  who: z.string(),
  isPrivileged: z.boolean(),
});
/** A user or role of which it matters what it last used. */
type Candidate = z.infer<typeof candidate>;

/** A page of users or roles, of which the first begins a new list. */
export interface Noting {
  kind: "User" | "Role";
  isFirst: boolean;
}

/** What is needed of the account: its memory and who there is. */
interface Asking {
  io: ConnectorIo;
  accountId: string;
  index(): Promise<{ idByArn: ReadonlyMap<string, string> }>;
}

const use = z.strictObject({ lastUsedAt: z.string(), source: z.string(), detail: z.string() });
const memory = z.record(z.string(), z.strictObject({ asked: z.string(), use: use.nullable() }));
type Memory = z.infer<typeof memory>;

/** Those among the records that are privileged, or that nobody seems to have used for 90 days. */
export function candidatesIn(records: readonly SourceRecord[], now: Date): Candidate[] {
  return records.flatMap((record): Candidate[] => {
    if (record.type !== "identity" || record.custody === "managed_identity") return [];
    const { privilege, lastUsedAt } = record.facts;
    const { arn } = record.attributes;
    const level = privilege.state === "known" ? privilege.value.level : "unknown";
    const isPrivileged = level === "admin" || level === "high";
    const used = lastUsedAt.state === "known" ? lastUsedAt.value : null;
    const isStale = used === null || now.getTime() - Date.parse(used) > staleDays * dayMs;
    if (typeof arn !== "string" || !(isPrivileged || isStale)) return [];
    const kind = record.kind === "iam_user" ? "user" : "role";
    return [{ id: record.externalId, arn, who: `the ${kind} ${record.name}`, isPrivileged }];
  });
}

const keyOf = (accountId: string): string => `last-accessed:${accountId}`;

const recall = async ({ io, accountId }: Asking): Promise<Memory> =>
  (await recallJson(io.cache, keyOf(accountId), memory)) ?? {};

const notedKey = (accountId: string, kind: Noting["kind"]): string =>
  `last-accessed-due:${accountId}:${kind}`;

const notedOf = async ({ io, accountId }: Asking, kind: Noting["kind"]): Promise<Candidate[]> =>
  (await recallJson(io.cache, notedKey(accountId, kind), candidate.array())) ?? [];

/**
 * Keeps who of a page is to be asked about. The asking stream may be read on another connection,
 * after minutes, so that this outlives the one that listed them.
 */
export async function noteCandidates(
  session: Asking,
  { kind, isFirst }: Noting,
  found: readonly Candidate[],
): Promise<void> {
  if (found.length === 0 && !isFirst) return;
  const before = isFirst ? [] : await notedOf(session, kind);
  const all = new Map([...before, ...found].map((one) => [one.id, one]));
  const kept = (await dueOf(session, [...all.values()])).slice(0, mostCandidates);
  await session.io.cache.set(notedKey(session.accountId, kind), JSON.stringify(kept));
}

/** Who is to be asked about next: the privileged first, then those asked longest ago. */
export async function dueCandidates(session: Asking, most: number): Promise<Candidate[]> {
  const all = [...(await notedOf(session, "User")), ...(await notedOf(session, "Role"))];
  return (await dueOf(session, all)).slice(0, most);
}

async function dueOf(session: Asking, all: readonly Candidate[]): Promise<Candidate[]> {
  const before = await recall(session);
  const since = new Date(session.io.now().getTime() - askAgainDays * dayMs).toISOString();
  const asked = ({ id }: Candidate): string => before[id]?.asked ?? "";
  return all
    .filter((one) => asked(one) < since)
    .sort(
      (a, b) =>
        Number(b.isPrivileged) - Number(a.isPrivileged) ||
        asked(a).localeCompare(asked(b)) ||
        a.id.localeCompare(b.id),
    );
}

/** Keeps what AWS said, since it is asked once a week and a run lists everything anew. */
export async function rememberUses(
  session: Asking,
  found: readonly { id: string; use: UsageRecord | undefined }[],
): Promise<void> {
  const asked = session.io.now().toISOString();
  const all = await recall(session);
  for (const { id, use: last } of found) {
    const { lastUsedAt, source, detail = "" } = last ?? {};
    all[id] = { asked, use: lastUsedAt && source ? { lastUsedAt, source, detail } : null };
  }
  const kept = Object.entries(all)
    .sort(([, a], [, b]) => b.asked.localeCompare(a.asked))
    .slice(0, mostRemembered);
  await session.io.cache.set(keyOf(session.accountId), JSON.stringify(Object.fromEntries(kept)));
}

/** What is known of the last use of those asked in this run and the ones before. */
export async function rememberedUses(session: Asking): Promise<UsageRecord[]> {
  const all = Object.entries(await recall(session));
  if (all.length === 0) return [];
  const there = new Set((await session.index()).idByArn.values());
  return all.flatMap(([subjectExternalId, { use: last }]) =>
    last && there.has(subjectExternalId) ? [{ type: "usage", subjectExternalId, ...last }] : [],
  );
}
