import { z } from "zod";
import { known } from "@/lib/domain/evidence";
import type { OwnerHintRecord, SourceRecord } from "@/lib/domain/inventory/source-record";
import type { ConnectorIo } from "../contract";
import { clean } from "../shared/aws-iam/text";
import { recallJson } from "../shared/recall-json";

export const lookupName = "cloudtrail:LookupEvents";

const creator = z.strictObject({
  /** Who did it, as people call them: an e-mail address, a user, a role. */
  who: z.string(),
  arn: z.string(),
  at: z.iso.datetime(),
  event: z.string(),
});
export type Creator = z.infer<typeof creator>;

const memory = z.strictObject({
  /** Events up to here were read; null until a reading came to its end. */
  until: z.iso.datetime().nullable(),
  byId: z.record(z.string(), creator),
});
type Memory = z.infer<typeof memory>;

export type Creators = ReadonlyMap<string, Creator>;

/** Beyond it the oldest are forgotten: one entry is about 200 bytes. */
const mostRemembered = 50_000;

const keyOf = (accountId: string): string => `creators:${accountId}`;

const recall = async (io: ConnectorIo, accountId: string): Promise<Memory> =>
  (await recallJson(io.cache, keyOf(accountId), memory)) ?? { until: null, byId: {} };

/** CloudTrail forgets after 90 days; what it once said of a source is kept. */
export async function rememberedCreators(io: ConnectorIo, accountId: string): Promise<Creators> {
  return new Map(Object.entries((await recall(io, accountId)).byId));
}

export const readUntil = async (io: ConnectorIo, accountId: string): Promise<string | null> =>
  (await recall(io, accountId)).until;

/** Adds what one page said; `until` only when the reading came to its end. */
export async function remember(
  io: ConnectorIo,
  accountId: string,
  found: readonly [string, Creator][],
  until: string | null,
): Promise<void> {
  if (found.length === 0 && until === null) return;
  const before = await recall(io, accountId);
  const all = new Map([...Object.entries(before.byId), ...found]);
  const kept = [...all].slice(-mostRemembered);
  const after: Memory = { until: until ?? before.until, byId: Object.fromEntries(kept) };
  await io.cache.set(keyOf(accountId), JSON.stringify(after));
}

/** Fills in who created each identity and credential, and proposes that person as owner. */
export function withCreators(records: readonly SourceRecord[], creators: Creators): SourceRecord[] {
  if (creators.size === 0) return [...records];
  return records.flatMap((record): SourceRecord[] => {
    if (record.type !== "identity" && record.type !== "credential") return [record];
    const made = creators.get(record.externalId);
    if (!made) return [record];
    const createdBy = known(clean(made.arn, 500), lookupName, new Date(made.at));
    const filled = { ...record, facts: { ...record.facts, createdBy } } as typeof record;
    return record.type === "identity" ? [filled, ownerHint(record.externalId, made)] : [filled];
  });
}

const ownerHint = (identityExternalId: string, made: Creator): OwnerHintRecord => ({
  type: "owner_hint",
  identityExternalId,
  method: "audit_creator",
  candidate: clean(made.who, 320),
  evidence: clean(`CloudTrail: ${made.event} by ${made.arn} on ${made.at.slice(0, 10)}`, 500),
});
