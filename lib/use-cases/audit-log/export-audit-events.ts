import { dayOf } from "@/lib/domain/days";
import { defineCommand } from "../define-command";
import { csvCells, csvHead } from "../identities/csv";
import { auditFilter, type AuditLine, readAuditLines, withDaysInOrder } from "./audit-filter";

const batch = 2_000;

/** The columns of the log in a spreadsheet. */
export const auditCsvColumns: readonly [header: string, cell: (line: AuditLine) => string][] = [
  ["entry", (line) => line.seq],
  ["time", (line) => line.at],
  ["actor_type", (line) => line.actorType],
  ["actor", (line) => line.actorName],
  ["event", (line) => line.event],
  ["outcome", (line) => line.outcome],
  ["target_type", (line) => line.targetType ?? ""],
  ["target_id", (line) => line.targetId ?? ""],
  ["detail", (line) => JSON.stringify(line.detail)],
  ["address", (line) => line.ip ?? ""],
  ["request_id", (line) => line.requestId ?? ""],
  ["seal", (line) => line.hash],
];

/** The filtered audit log as CSV, newest first; taking it is itself an entry, which is not in it. */
export const exportAuditEvents = defineCommand({
  name: "audit.export",
  event: "audit.exported",
  permission: "audit:read",
  input: withDaysInOrder(auditFilter),
  run: async ({ ctx, input }) => {
    // The newest entry at the start: what is written while the file streams is left out.
    const newest = (await readAuditLines({}, null, 1))[0]?.seq ?? "0";
    const end = (BigInt(newest) + 1n).toString();
    async function* chunks(): AsyncGenerator<string> {
      yield csvHead(auditCsvColumns.map(([header]) => header));
      let before = end;
      for (;;) {
        const lines = await readAuditLines(input, before, batch);
        if (lines.length > 0) {
          yield csvCells(lines.map((line) => auditCsvColumns.map(([, cell]) => cell(line))));
        }
        const last = lines.at(-1);
        if (lines.length < batch || !last) return;
        before = last.seq;
      }
    }
    const fileName = `muster-audit-log-${dayOf(ctx.now)}.csv`;
    return {
      result: {
        fileName,
        contentType: "text/csv; charset=utf-8; header=present",
        chunks: chunks(),
      },
      audit: { targetType: "audit-log", detail: JSON.parse(JSON.stringify(input)) },
    };
  },
});
