import { type Fact, known, unknown } from "@/lib/domain/evidence";
import type { OwnerHintRecord, SourceRecord } from "@/lib/domain/inventory/source-record";

type Hints = ReadonlyMap<string, readonly OwnerHintRecord[]>;

function hintsOf(records: readonly SourceRecord[]): Hints {
  const hints = new Map<string, OwnerHintRecord[]>();
  for (const record of records) {
    if (record.type !== "owner_hint") continue;
    const id = record.identityExternalId;
    hints.set(id, [...(hints.get(id) ?? []), record]);
  }
  return hints;
}

/** A provider that records creators tells the person whom it names; whoever is known would be named. */
function toldCreator(
  told: Fact<string>,
  hints: readonly OwnerHintRecord[],
  now: Date,
): Fact<string> {
  if (told.state === "unknown" && told.reason === "not_offered") return told;
  const named = hints.find(({ method }) => method === "creator");
  if (named) return known(named.candidate, "sample audit log", now);
  if (hints.length > 0) return told;
  return unknown("not_tracked_yet", "Older than the provider's audit log");
}

/** Makes what identities and their credentials tell of their creators agree with the owners proposed. */
export function agreeOnCreators(records: readonly SourceRecord[], now: Date): SourceRecord[] {
  const hints = hintsOf(records);
  return records.map((record) => {
    const isRow = record.type === "identity" || record.type === "stored_secret";
    if (!isRow && record.type !== "credential") return record;
    const id = isRow ? record.externalId : record.identityExternalId;
    const createdBy = toldCreator(record.facts.createdBy, hints.get(id) ?? [], now);
    return { ...record, facts: { ...record.facts, createdBy } } as typeof record;
  });
}
