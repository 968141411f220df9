import { z } from "zod";
import { sql } from "@/lib/infra/db";
import { administratorRenewal } from "@/lib/domain/lifecycle/exception";
import { type Context, personIdOf, reachOf } from "../context";
import { mostWaiting, type WaitingWork } from "@/lib/domain/people/waiting-work";
import { defineQuery } from "../define-query";
import { Parameters } from "../identities/parameters";
import { mineSql } from "../reviews/items";

/** Of an owner's identities the riskiest so many are looked at. */
const mostLookedAt = 2_000;

const some = (selects: readonly string[]): string =>
  selects.length === 0
    ? "0"
    : `(SELECT count(*)::int FROM (SELECT 1 FROM (${selects.join(" UNION ALL ")}) x LIMIT ${mostWaiting}) y)`;

/** Critical ones for those who work on the inventory; critical and high ones of an owner's own. */
function findings(ctx: Context, me: string): string {
  const reach = reachOf(ctx, "offboarding:request");
  if (reach === "none") return "0";
  if (reach === "all")
    return `(SELECT least(coalesce(sum(r.findings), 0), ${mostWaiting})::int FROM finding_rollup r
      JOIN source s ON s.id = r.source_id
      WHERE s.removed_at IS NULL AND r.state = 'open' AND r.severity = 'critical')`;
  return some([
    `SELECT 1 FROM (SELECT id FROM identity WHERE owner_id = ${me} AND missing_since IS NULL
       ORDER BY risk_score DESC, id DESC LIMIT ${mostLookedAt}) i JOIN finding f ON f.identity_id = i.id
     WHERE f.state = 'open' AND f.severity IN ('critical', 'high')`,
  ]);
}

function reviews(ctx: Context, p: Parameters): string {
  const reach = reachOf(ctx, "review:decide");
  if (reach === "none") return "0";
  return some([
    `SELECT 1 FROM review_item r JOIN review_campaign k ON k.id = r.campaign_id AND k.state = 'open'
     WHERE ${mineSql(personIdOf(ctx), reach, p)}`,
  ]);
}

/** What they must decide, get going again or do by hand, and what waits for them as the owner. */
function cases(ctx: Context, me: string): string {
  const own = [
    ...(reachOf(ctx, "offboarding:confirm") === "none" ? [] : ["'confirming'"]),
    ...(reachOf(ctx, "offboarding:report") === "own" ? ["'manual'"] : []),
  ];
  return some([
    ...(reachOf(ctx, "offboarding:decide") === "all"
      ? [
          `SELECT 1 FROM offboarding_case WHERE closed_at IS NULL AND (state IN ('manual', 'stuck', 'dangling')
             OR (state = 'planned' AND NOT (other_approver AND requested_by_id IS NOT DISTINCT FROM ${me})))`,
        ]
      : []),
    ...(own.length === 0
      ? []
      : [
          `SELECT 1 FROM offboarding_case c JOIN identity i ON i.id = c.identity_id AND i.owner_id = ${me}
             WHERE c.closed_at IS NULL AND c.state IN (${own.join(", ")})`,
        ]),
  ]);
}

/** Requests of others, and one's own exceptions that are about to end. */
function exceptions(ctx: Context, me: string): string {
  const { actor } = ctx;
  const isAdministrator = "role" in actor && actor.role === "admin";
  const renewals = isAdministrator ? "" : ` AND renewals < ${administratorRenewal}`;
  return some([
    ...(reachOf(ctx, "exception:decide") === "all"
      ? [
          `SELECT 1 FROM policy_exception WHERE state = 'requested'
             AND requested_by_id IS DISTINCT FROM ${me}${renewals}`,
        ]
      : []),
    ...(reachOf(ctx, "exception:request") === "none"
      ? []
      : [`SELECT 1 FROM policy_exception WHERE state = 'expiring' AND requested_by_id = ${me}`]),
  ]);
}

/** Readings that wait until a person agrees that much is gone, and connections that fail. */
function sources(ctx: Context): string {
  const held = `EXISTS (SELECT 1 FROM sync_run n WHERE n.source_id = s.id AND n.state = 'waiting_for_person')`;
  const needs = [
    ...(reachOf(ctx, "source:sync") === "all" ? [held] : []),
    ...(reachOf(ctx, "source:change") === "all" ? ["s.last_error IS NOT NULL"] : []),
  ];
  return needs.length === 0
    ? "0"
    : some([`SELECT 1 FROM source s WHERE s.removed_at IS NULL AND (${needs.join(" OR ")})`]);
}

/**
 * Work for this person, for the menu of every page: one statement that reads counts which are kept,
 * or what a partial index holds, and stops at `mostWaiting`.
 */
export const countWaiting = defineQuery({
  permission: "self:read",
  input: z.strictObject({}),
  run: async ({ ctx }): Promise<WaitingWork> => {
    const p = new Parameters();
    const me = `${p.add(personIdOf(ctx))}::uuid`;
    const leavers =
      reachOf(ctx, "leaver:decide") === "all"
        ? some(["SELECT 1 FROM leaver WHERE closed_at IS NULL"])
        : "0";
    const [row] = await sql<WaitingWork & Record<string, unknown>>(
      `SELECT ${findings(ctx, me)} AS findings, ${reviews(ctx, p)} AS reviews,
         ${cases(ctx, me)} AS offboarding, ${exceptions(ctx, me)} AS exceptions,
         ${sources(ctx)} AS sources, ${leavers} AS leavers FROM (SELECT ${me}) this`,
      p.values,
    );
    if (!row) throw new Error("A statement without a table answered without a row.");
    return row;
  },
});
