import type { Fact } from "@/lib/domain/evidence";

/** Where a new secret goes, as the case keeps it. */
export type Destination =
  | { type: "shown_once" }
  | {
      type: "source";
      sourceId: string;
      sourceName: string;
      kind: string;
      label: string;
      fields: { [name: string]: string };
    };

/** The successor of a credential without its secret. Times are ISO 8601 in UTC. */
export interface RotationRow {
  destination: Destination;
  overlapHours: number | null;
  made: { externalId: string; name: string } | null;
  secretUntil: string | null;
  deliveredAt: string | null;
  quietUntil: string | null;
  lastUsedAt: Fact<string | null> | null;
}

interface StoredRotation {
  destination: unknown;
  overlapHours: number | null;
  made: unknown;
  secretUntil: Date | null;
  deliveredAt: Date | null;
  quietUntil: Date | null;
  lastUsedAt: unknown;
}

export const toRotationRow = (found: StoredRotation): RotationRow => ({
  destination: found.destination as Destination,
  overlapHours: found.overlapHours,
  made: found.made as RotationRow["made"],
  secretUntil: found.secretUntil?.toISOString() ?? null,
  deliveredAt: found.deliveredAt?.toISOString() ?? null,
  quietUntil: found.quietUntil?.toISOString() ?? null,
  lastUsedAt: found.lastUsedAt as RotationRow["lastUsedAt"],
});
