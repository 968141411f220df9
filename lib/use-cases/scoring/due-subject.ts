import type { OwnerHint } from "@/lib/domain/ownership/infer-owner";
import type { Subject } from "@/lib/domain/risk/subject";

/** One identity to score, with what scoring needs and what it must not overwrite unseen. */
export interface DueSubject {
  subject: Subject;
  sourceId: string;
  ownerId: string | null;
  hints: OwnerHint[];
  /** As the database writes it: the guard against a change while we score. Null is not due. */
  rescoreAt: string | null;
  /** The same in milliseconds since 1970. */
  rescoreMs: number | null;
  wasScored: boolean;
  before: Decided;
  /** Digests of what the rules said the last time, and of how they answered. */
  verdicts: string | null;
  answers: string | null;
  /** Digest of what was judged the last time. */
  inputDigest: string | null;
  /** What is to be judged is what was kept then. */
  isNoted: boolean;
}

/** The columns of an identity that scoring decides. */
export interface Decided {
  risk_score: number;
  risk_band: string;
  risk_confidence: number;
  open_findings: number;
  credential_count: number;
  rotation_state: string;
  owner_state: string;
  owner_hint: string | null;
}

export interface Position {
  at: string;
  id: string;
}

/** Some of what is to be scored, and where the next chunk begins; null when this was the last one. */
export interface Chunk {
  /** Made one by one as they are judged, so that each is forgotten before the next. */
  subjects: Iterable<DueSubject>;
  count: number;
  next: Position | null;
}
