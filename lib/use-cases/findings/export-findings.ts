import { dayOf } from "@/lib/domain/days";
import { personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { csvCells, csvHead } from "../identities/csv";
import { findingFilter, type FindingCursor } from "./finding-input";
import { cursorOf, readFindings, toFindingRow, type FindingRow } from "./finding-sql";
import { frameworksOf } from "./rule-texts";

const batch = 2_000;

const header = [
  "severity",
  "state",
  "rule",
  "finding",
  "evidence",
  "identity",
  "identity_id",
  "source",
  "frameworks",
  "first_seen_at",
  "last_seen_at",
  "resolved_at",
];

const cells = (row: FindingRow): string[] => [
  row.severity,
  row.state,
  row.ruleId,
  row.title,
  row.evidence,
  row.identity.name,
  row.identity.id,
  row.source.name,
  frameworksOf(row.ruleId)
    .map((entry) => entry.id)
    .join("; "),
  row.firstSeenAt,
  row.lastSeenAt,
  row.resolvedAt ?? "",
];

/** The filtered findings as CSV, page by page; cells that spreadsheets would run are made inert. */
export const exportFindings = defineCommand({
  name: "finding.export",
  event: "finding.exported",
  permission: "finding:read",
  input: findingFilter,
  run: async ({ ctx, input, reach }) => {
    const ownerId = reach === "own" ? personIdOf(ctx) : null;
    async function* chunks(): AsyncGenerator<string> {
      yield csvHead(header);
      let after: FindingCursor | null = null;
      for (;;) {
        const rows = await readFindings(input, ownerId, after, batch);
        if (rows.length > 0) {
          yield csvCells(rows.map((row) => cells(toFindingRow(row))));
        }
        const last = rows.at(-1);
        if (rows.length < batch || !last) return;
        after = cursorOf(last);
      }
    }
    const fileName = `muster-findings-${dayOf(ctx.now)}.csv`;
    return {
      result: {
        fileName,
        contentType: "text/csv; charset=utf-8; header=present",
        chunks: chunks(),
      },
      audit: { targetType: "finding", detail: JSON.parse(JSON.stringify(input)) },
    };
  },
});
