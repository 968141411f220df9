import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { db, sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";

export interface LeaverRow {
  id: string;
  person: { id: string; name: string; email: string; title: string | null };
  because: string;
  openedAt: string;
  closedAt: string | null;
  /** handled, nothing_to_decide, returned; null while open. */
  outcome: string | null;
  total: number;
  undecided: number;
}

const rowSql = (where: string): string => `SELECT l.id, l.because, l.outcome,
    json_build_object('id', p.id, 'name', p.name, 'email', p.email, 'title', p.title) AS person,
    l.opened_at AS "openedAt", l.closed_at AS "closedAt", n.total, n.undecided
  FROM leaver l JOIN person p ON p.id = l.person_id,
    LATERAL (SELECT count(*)::int AS total, count(*) FILTER (WHERE decision IS NULL)::int AS undecided
      FROM leaver_item WHERE leaver_id = l.id) n
  WHERE ${where} ORDER BY l.opened_at DESC, l.id LIMIT 200`;

type Raw = Omit<LeaverRow, "openedAt" | "closedAt"> & { openedAt: Date; closedAt: Date | null };
const toRow = (row: Raw): LeaverRow => ({
  ...row,
  openedAt: row.openedAt.toISOString(),
  closedAt: row.closedAt?.toISOString() ?? null,
});

/** People who left: those with something to decide, or those who are done with; newest first. */
export const listLeavers = defineQuery({
  permission: "leaver:read",
  input: z.strictObject({ state: z.enum(["open", "closed"]).default("open") }),
  run: async ({ input }): Promise<{ items: LeaverRow[]; open: number }> => {
    const where = input.state === "open" ? "l.closed_at IS NULL" : "l.closed_at IS NOT NULL";
    const [rows, open] = await Promise.all([
      sql<Raw>(rowSql(where)),
      db().leaver.count({ where: { closedAt: null } }),
    ]);
    return { items: rows.map(toRow), open };
  },
});

export interface LeaverItemRow {
  identityId: string;
  name: string;
  kind: string;
  source: string;
  risk: { score: number; band: string };
  /** Its source does not list it now; it may come back. */
  missing: boolean;
  ties: string[];
  owner: { id: string; name: string; active: boolean } | null;
  backup: { id: string; name: string; active: boolean } | null;
  decision: string | null;
  decidedBy: string | null;
  caseId: string | null;
}

const somebody = (
  alias: string,
): string => `CASE WHEN ${alias}.id IS NOT NULL THEN json_build_object(
  'id', ${alias}.id, 'name', ${alias}.name, 'active', ${alias}.status = 'active') END`;

export interface LeaverDetail extends LeaverRow {
  /** Undecided first, riskiest first; at most 500. */
  items: LeaverItemRow[];
  /** Teams without an active manager since. */
  teams: string[];
}

const leaverInput = z.strictObject({ leaverId: z.uuid() });

const absent = (): DomainError => new DomainError("not_found", "There is no such leaver.");

/** Whether this leaver is here, before all that was theirs is read. Throws not_found. */
export const checkLeaver = defineQuery({
  permission: "leaver:read",
  input: leaverInput,
  run: async ({ input: { leaverId } }): Promise<void> => {
    if ((await db().leaver.count({ where: { id: leaverId } })) === 0) throw absent();
  },
});

/** One person who left with everything that was tied to them. */
export const getLeaver = defineQuery({
  permission: "leaver:read",
  input: leaverInput,
  run: async ({ input: { leaverId } }): Promise<LeaverDetail> => {
    const [row] = await sql<Raw>(rowSql("l.id = $1::uuid"), [leaverId]);
    if (!row) throw absent();
    const items = await sql<LeaverItemRow>(
      `SELECT i.id AS "identityId", i.name, i.kind, s.name AS source, it.ties, it.decision,
         json_build_object('score', i.risk_score, 'band', i.risk_band) AS risk,
         i.missing_since IS NOT NULL AS missing, it.decided_by AS "decidedBy", it.case_id AS "caseId",
         ${somebody("w")} AS owner, ${somebody("b")} AS backup
       FROM leaver_item it JOIN identity i ON i.id = it.identity_id JOIN source s ON s.id = i.source_id
       LEFT JOIN person w ON w.id = i.owner_id LEFT JOIN identity_ownership o ON o.identity_id = i.id
       LEFT JOIN person b ON b.id = o.backup_owner_id
       WHERE it.leaver_id = $1::uuid
       ORDER BY it.decision IS NOT NULL, i.risk_score DESC, i.id LIMIT 500`,
      [leaverId],
    );
    const teams = await db().team.findMany({
      where: { managerId: row.person.id },
      orderBy: { name: "asc" },
      take: 100,
    });
    return { ...toRow(row), items, teams: teams.map(({ name }) => name) };
  },
});
