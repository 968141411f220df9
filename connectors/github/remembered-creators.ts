import { z } from "zod";
import { known } from "@/lib/domain/evidence";
import type { IdentityRecord, StoredSecretRecord } from "@/lib/domain/inventory/source-record";
import type { ConnectorIo, SourceRecord } from "../contract";
import { recallJson } from "../shared/recall-json";
import { ownerHint } from "./records";

export const auditRoute = "/orgs/{org}/audit-log";

/** Who made something, as one event of the audit log tells it. */
const creation = z.strictObject({
  who: z.string(),
  isBot: z.boolean(),
  action: z.string(),
  /** Milliseconds. */
  at: z.number(),
});
export type Creation = z.infer<typeof creation>;

const memory = z.strictObject({
  /** By action, the newest event that was read to the end of what is before it. */
  until: z.record(z.string(), z.number()),
  byKey: z.record(z.string(), z.array(creation)),
});
type Memory = z.infer<typeof memory>;

/** Beyond it the first that were found are forgotten: one entry is about 150 bytes. */
const mostKeys = 20_000;
/** A secret of one name can be made in several environments, and again after it was deleted. */
const mostOfOne = 10;
/** GitHub writes the event and the thing within seconds of each other. */
const nearMs = 10 * 60_000;
const cacheKey = "creators";

export interface Creators {
  until(action: string): Promise<number>;
  /** Adds what one page said; `until` only when the reading of an action came to its end. */
  add(found: readonly [string, Creation][], until?: { action: string; at: number }): Promise<void>;
  /** Fills in who made each thing, and proposes that person as its owner. */
  fillIn(records: readonly SourceRecord[]): Promise<SourceRecord[]>;
}

/** GitHub's audit log forgets after 180 days; what it once said of this source is kept. */
export function rememberedCreators(cache: ConnectorIo["cache"]): Creators {
  let kept: Memory | undefined;
  const read = async (): Promise<Memory> => {
    kept ??= (await recallJson(cache, cacheKey, memory)) ?? { until: {}, byKey: {} };
    return kept;
  };
  return {
    until: async (action) => (await read()).until[action] ?? 0,
    add: async (found, until) => {
      if (found.length === 0 && !until) return;
      const before = await read();
      const all = new Map(Object.entries(before.byKey));
      for (const [key, one] of found) {
        const others = (all.get(key) ?? []).filter(({ at }) => at !== one.at);
        all.set(key, [...others, one].sort((a, b) => b.at - a.at).slice(0, mostOfOne));
      }
      kept = {
        until: until ? { ...before.until, [until.action]: until.at } : before.until,
        byKey: Object.fromEntries([...all].slice(-mostKeys)),
      };
      await cache.set(cacheKey, JSON.stringify(kept));
    },
    fillIn: async (records) => {
      const { byKey } = await read();
      const made = new Map<string, Creation>();
      for (const record of records) {
        if (record.type !== "identity" && record.type !== "stored_secret") continue;
        const found = creationOf(record, byKey);
        if (found) made.set(record.externalId, found);
      }
      return records.flatMap((record) => filledIn(record, made));
    },
  };
}

function filledIn(record: SourceRecord, made: ReadonlyMap<string, Creation>): SourceRecord[] {
  if (!("facts" in record) || record.facts.createdBy.state === "known") return [record];
  const isOwn = record.type !== "credential";
  const one = made.get(isOwn ? record.externalId : record.identityExternalId);
  if (!one) return [record];
  const createdBy = known(one.who, `GET ${auditRoute}`, new Date(one.at));
  const filled = { ...record, facts: { ...record.facts, createdBy } } as SourceRecord;
  if (!isOwn || one.isBot) return [filled];
  const day = new Date(one.at).toISOString().slice(0, 10);
  const evidence = `Audit log: ${one.action} on ${day}`;
  return [filled, ...ownerHint(record.externalId, "audit_creator", one.who, evidence)];
}

type Made = IdentityRecord | StoredSecretRecord;

/** The event that made this very thing: its key, at the time at which the thing was made. */
function creationOf(record: Made, byKey: Memory["byKey"]): Creation | undefined {
  const { createdAt } = record.facts;
  if (createdAt.state !== "known") return undefined;
  const at = Date.parse(createdAt.value);
  return keysOf(record)
    .flatMap((key) => byKey[key] ?? [])
    .filter((one) => Math.abs(one.at - at) <= nearMs)
    .sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0];
}

export const appKey = (name: string): string =>
  `app:${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;

/** Actions has events of its own; those of the other stores name no store that could be relied on. */
export const secretKey = (isActions: boolean, place: string, name: string): string =>
  `${isActions ? "actions" : "other"}-secret:${place.toLowerCase()}:${name.toUpperCase()}`;

function keysOf({ externalId, name, attributes }: Made): string[] {
  const [, store, level] = /^(\w+)-secret:(org|repo|environment):/.exec(externalId) ?? [];
  if (level !== undefined) {
    const { repository, repositoryId } = attributes;
    const places = level === "org" ? ["org"] : [repositoryId, repository];
    return places.flatMap((place) =>
      typeof place === "string" || typeof place === "number"
        ? [secretKey(store === "actions", String(place), name)]
        : [],
    );
  }
  const hook = /^webhook:(?:org|repo):(\d+)$/.exec(externalId)?.[1];
  if (hook) return [`hook:${hook}`];
  return externalId.startsWith("installation:") ? [appKey(name)] : [];
}
