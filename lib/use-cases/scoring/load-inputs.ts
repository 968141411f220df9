import type { Chunk, Decided, DueSubject } from "./due-subject";
import { loadWhole } from "./load-subjects";
import type { Readers } from "./load-parts";
import { inputShape, readInput } from "./scoring-input";

interface KeptRow extends Decided {
  id: string;
  source_id: string;
  rescore_at: string | null;
  rescore_ms: number | null;
  verdicts: string | null;
  answers: string | null;
  input_digest: string | null;
  input: string | null;
  is_asked: boolean;
}

const keptSql = `SELECT i.id, i.source_id, q.rescore_at::text,
    (extract(epoch FROM q.rescore_at) * 1000)::float8 AS rescore_ms, q.verdicts, q.answers,
    q.input_digest, k.input, coalesce(q.scored_at < $1, false) AND
      coalesce(q.rescore_at > clock_timestamp(), true) AS is_asked,
    i.risk_score, i.risk_band, i.risk_confidence, i.open_findings, i.credential_count,
    i.rotation_state, i.owner_state, i.owner_hint
  FROM (SELECT * FROM identity WHERE id > $2::uuid AND missing_since IS NULL ORDER BY id LIMIT $3) i
  LEFT JOIN identity_scoring q ON q.identity_id = i.id
  LEFT JOIN scoring_input k ON k.identity_id = i.id AND k.shape = ${inputShape} ORDER BY i.id`;
const nil = "00000000-0000-0000-0000-000000000000";

/**
 * The next identities in the order of their ids, as the last look judged them; of them those that
 * were scored before `since` and that no change has queued: those wait for a look at what changed.
 */
export async function loadKept(
  readers: Readers,
  since: Date,
  after: string | null,
  limit: number,
): Promise<Chunk> {
  const { rows } = await readers[0].query<KeptRow>({
    name: "what was judged",
    text: keptSql,
    values: [since.toISOString(), after ?? nil, limit],
  });
  const last = rows.at(-1);
  if (!last) return { subjects: [], count: 0, next: null };
  const asked = rows.filter((row) => row.is_asked);
  const unread = asked.flatMap((row) => (row.input === null ? row.id : []));
  const whole = unread.length === 0 ? [] : await loadWhole(readers[0], unread);
  return {
    subjects: dueOf(asked, whole),
    count: asked.length - unread.length + whole.length,
    next: { at: "infinity", id: last.id },
  };
}

function* dueOf(rows: readonly KeptRow[], whole: readonly DueSubject[]): Generator<DueSubject> {
  for (const row of rows) if (row.input !== null) yield toDue(row, row.input);
  yield* whole;
}

function toDue(row: KeptRow, input: string): DueSubject {
  const { subject, ownerId, hints } = readInput(row.id, input);
  return {
    subject,
    ownerId,
    hints,
    sourceId: row.source_id,
    rescoreAt: row.rescore_at,
    rescoreMs: row.rescore_ms,
    wasScored: true,
    before: row,
    verdicts: row.verdicts,
    answers: row.answers,
    inputDigest: row.input_digest,
    isNoted: true,
  };
}
