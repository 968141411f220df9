import type { EvidenceSubjectType } from "./manifest";

/** One line of the list of packs. Times are ISO 8601 in UTC. */
export interface PackRow {
  id: string;
  subject: EvidenceSubjectType;
  subjectId: string | null;
  title: string;
  state: "queued" | "running" | "done" | "failed";
  doneRows: number;
  totalRows: number | null;
  error: string | null;
  requestedBy: string;
  createdAt: string;
  finishedAt: string | null;
  digest: string | null;
  bytes: number | null;
  keyId: string | null;
  /** Whether its bytes are still here. */
  kept: boolean;
}

export const isBeingMade = ({ state }: PackRow): boolean =>
  state === "queued" || state === "running";
