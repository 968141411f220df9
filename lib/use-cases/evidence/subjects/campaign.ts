import { DomainError } from "@/lib/domain/errors";
import { db, sql } from "@/lib/infra/db";
import { type CampaignRow, campaignColumns, campaignRows } from "../../reviews/export-campaign";
import { itemIdPages } from "../../reviews/item-pages";
import type { Column, EvidenceRequest, EvidenceSubject, PackContents } from "../subject";

const columns = campaignColumns.map(([header, cell]): Column<CampaignRow> => [
  header,
  (row) => cell(row) ?? "",
]);
/** Items that the report names; the files hold all of them. */
const reported = 100;

interface Answer {
  id: string;
  itemId: string;
  decision: string;
  reason: string | null;
  personName: string;
  at: Date;
  undoneAt: Date | null;
}
const answerColumns: readonly Column<Answer>[] = [
  ["item", (line) => line.itemId],
  ["decision", (line) => line.decision],
  ["reason", (line) => line.reason ?? ""],
  ["person", (line) => line.personName],
  ["time", (line) => line.at.toISOString()],
  ["taken_back", (line) => line.undoneAt?.toISOString() ?? ""],
];
const itemsAtOnce = 2_000;

/** Every answer, those too that were taken back or that a second person had to confirm, item by item. */
async function* answersOf(campaignId: string): AsyncGenerator<Answer[]> {
  for await (const ids of itemIdPages(campaignId, itemsAtOnce))
    yield sql<Answer & Record<string, unknown>>(
      `SELECT d.id, d.item_id AS "itemId", d.decision, d.reason, d.person_name AS "personName", d.at,
         d.undone_at AS "undoneAt"
       FROM review_decision d JOIN unnest($1::uuid[]) WITH ORDINALITY i(id, n) ON i.id = d.item_id
       ORDER BY i.n, d.at, d.id`,
      [ids],
    );
}

async function closedCampaign({ subjectId }: EvidenceRequest) {
  const found = subjectId
    ? await db().reviewCampaign.findUnique({ where: { id: subjectId } })
    : null;
  if (!found) throw new DomainError("not_found", "There is no such review.");
  if (found.state !== "closed")
    throw new DomainError(
      "conflict",
      "Only a closed review is exported as evidence. Close it first.",
    );
  return found;
}

async function writeItems(campaignId: string, contents: PackContents): Promise<void> {
  const shown: string[][] = [];
  async function* watched(): AsyncGenerator<CampaignRow[]> {
    for await (const rows of campaignRows(campaignId, true)) {
      for (const row of rows.slice(0, reported - shown.length))
        shown.push([
          row.subject === "credential" ? `${row.name} of ${row.identityName}` : row.identityName,
          row.decision ?? row.state,
          row.decidedBy ?? "Nobody",
          row.decidedAt ?? "Never",
          row.reason ?? "None",
        ]);
      yield rows;
    }
  }
  const total = await contents.rows("items", columns, watched());
  contents.table({
    heading: "Decisions",
    columns: ["What", "Decision", "By", "Time", "Reason"],
    rows: shown,
    total,
  });
}

/** A closed review: every item with the evidence that was shown, every answer, every hand-over. */
export const campaign: EvidenceSubject = {
  permission: "review:read",
  describe: async (_ctx, request) => {
    const { name, items } = await closedCampaign(request);
    return { title: `Review ${name}`, totalRows: items };
  },
  write: async (request, contents) => {
    const { scopeSize: _scopeSize, ...about } = await closedCampaign(request);
    const { id, query, createdBy, createdAt, closedBy, closedAt } = about;
    contents.fact("Scope", query === "" ? "everything" : query);
    contents.fact("Opened by", `${createdBy}, ${createdAt.toISOString()}`);
    contents.fact("Closed by", `${closedBy ?? "unknown"}, ${closedAt?.toISOString() ?? "unknown"}`);
    contents.fact("Items", about.items.toLocaleString("en"));
    await contents.json("campaign", about);
    await writeItems(id, contents);
    await contents.rows("answers", answerColumns, answersOf(id));
    const handedOver = await db().reviewDelegation.findMany({
      where: { campaignId: id },
      orderBy: [{ at: "asc" }, { id: "asc" }],
    });
    await contents.json("delegations", handedOver);
    await contents.auditOf("review_campaign", id, {
      targetType: "review_item",
      ids: "SELECT id::text FROM review_item WHERE campaign_id = $2::uuid",
    });
  },
};
