import { DomainError } from "@/lib/domain/errors";
import { sql } from "@/lib/infra/db";
import type { EvidenceRequest, EvidenceSubject } from "../subject";

/** More would be hard to open with anything. */
const mostEntries = 500_000;

/**
 * The first and last entry of those days. Entries are numbered as they commit and dated as their
 * request began, so that one between them may be dated a moment outside: it stays, the piece has no gap.
 */
async function rangeOf({ from, to }: EvidenceRequest): Promise<{ first: bigint; last: bigint }> {
  if (from === null || to === null || from > to)
    throw new DomainError(
      "invalid_input",
      "from, to: give the first and the last day. Nothing was exported.",
    );
  const [row] = await sql<{ first: string | null; last: string | null }>(
    `SELECT min(seq)::text AS first, max(seq)::text AS last FROM audit_event
     WHERE at >= $1::date::timestamp AT TIME ZONE 'UTC' AND at < ($2::date + 1)::timestamp AT TIME ZONE 'UTC'`,
    [from, to],
  );
  if (!row?.first || !row.last)
    throw new DomainError("not_found", "The audit log has no entry from those days.");
  const range = { first: BigInt(row.first), last: BigInt(row.last) };
  if (range.last - range.first >= BigInt(mostEntries)) {
    throw new DomainError(
      "too_large",
      "Those days hold more than 500,000 entries. Choose fewer days and export several packs.",
    );
  }
  return range;
}

/** Days of the audit log, as one piece of its chain. */
export const auditRange: EvidenceSubject = {
  permission: "audit:read",
  describe: async (_ctx, request) => {
    const { first, last } = await rangeOf(request);
    return {
      title: `Audit log from ${request.from} to ${request.to} (UTC)`,
      totalRows: Number(last - first) + 1,
    };
  },
  write: async (request, contents) => {
    const { first, last } = await rangeOf(request);
    contents.fact("Days", `${request.from} to ${request.to} (UTC), both included`);
    contents.fact("Entries", `${first} to ${last}`);
    await contents.auditBetween(first, last);
  },
};
