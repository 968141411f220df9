import { z } from "zod";
import { overdueDefaults, reviewerRules, twoPeopleRules } from "@/lib/domain/lifecycle/campaign";
import { DomainError } from "@/lib/domain/errors";
import { maxQueryLength, parseQuery } from "@/lib/domain/inventory/query-text";
import { reach } from "@/lib/domain/people/permissions";
import { db, sql } from "@/lib/infra/db";
import { type Context, personIdOf } from "../context";
import { resolveFilter, whereSql } from "../identities/filter-sql";
import type { Parameters } from "../identities/parameters";

/** What a campaign looks at, by a saved view or by a query text, and who is asked. */
export const scopeInput = z.strictObject({
  q: z.string().max(maxQueryLength).optional(),
  viewId: z.uuid().optional(),
  reviewer: z.enum(reviewerRules).default("owner"),
  /** First under the rule `person`, else the last of the ladder. */
  personId: z.uuid().nullish(),
  twoPeople: z.enum(twoPeopleRules).default("privileged"),
  overdueDefault: z.enum(overdueDefaults).default("ask_analysts"),
});
export type ScopeInput = z.output<typeof scopeInput>;

/** Most identities of one campaign; its items are written in one go of the worker. */
export const mostIdentities = 100_000;

/** The query text of the scope; a view must be one that the person can see. */
export async function queryOf(ctx: Context, input: Pick<ScopeInput, "q" | "viewId">) {
  if (!input.viewId) return input.q ?? "";
  const [view] = await sql<{ query: string }>(
    "SELECT query FROM saved_view WHERE id = $1::uuid AND (shared OR person_id = $2::uuid)",
    [input.viewId, personIdOf(ctx)],
  );
  if (!view) throw new DomainError("not_found", "There is no such view. Nothing was changed.");
  return new URLSearchParams(view.query).get("q") ?? "";
}

/** The condition over `identity` of the scope. */
export async function scopeSql(ctx: Context, q: string, p: Parameters): Promise<string> {
  const filter = await resolveFilter(ctx, parseQuery(q), "all", { textLimit: 0 });
  return whereSql(filter, p, ctx.now).join(" AND ");
}

/** The name of an active person who may answer reviews, or `not_found`. */
export async function activePerson(id: string): Promise<string> {
  const person = await db().person.findUnique({ where: { id } });
  if (person?.status === "active" && reach(person.role, "review:decide") !== "none")
    return person.name;
  throw new DomainError(
    "not_found",
    "That person does not exist, can no longer sign in or cannot answer reviews. Nothing was changed.",
  );
}

/** Refuses a rule that names nobody where it must. */
export async function checkPeople(input: ScopeInput): Promise<void> {
  const needs = input.reviewer === "person" || input.overdueDefault === "escalate";
  if (needs && !input.personId) {
    throw new DomainError("invalid_input", "Name the person who is asked. Nothing was changed.", {
      fields: { personId: "Name the person who is asked" },
    });
  }
  if (input.personId) await activePerson(input.personId);
}

/** Which credentials of an identity are reviewed: those that still stand for it. */
export const reviewedCredential =
  "c.identity_id = i.id AND c.missing_since IS NULL AND c.status <> 'revoked'";

const answers = (alias: string): string =>
  `${alias}.status = 'active' AND ${alias}.role <> 'auditor'`;

/**
 * Whoever can be asked about `i`, while they can sign in and may answer: `w` its owner, `b` the
 * backup, `m` the manager of its team `g`, or without a team of its owner.
 */
export const peopleJoin = `
  LEFT JOIN person own ON own.id = i.owner_id
  LEFT JOIN person w ON w.id = own.id AND ${answers("w")}
  LEFT JOIN identity_ownership d ON d.identity_id = i.id
  LEFT JOIN person b ON b.id = d.backup_owner_id AND ${answers("b")}
  LEFT JOIN team g ON g.id = d.team_id
  LEFT JOIN person m ON m.id = CASE WHEN g.id IS NULL THEN own.manager_id ELSE g.manager_id END AND ${answers("m")}`;

const ladders: Record<ScopeInput["reviewer"], readonly string[]> = {
  owner: ["w.id", "b.id", "m.id"],
  backup: ["b.id", "m.id"],
  manager: ["m.id"],
  person: [],
};

/**
 * The ladder of one item as `lineOf` of the domain gives it: each once, where they stand first.
 * `person` is the placeholder of the campaign's named person.
 */
export function lineSql(rule: ScopeInput["reviewer"], person: string): string {
  const rungs = [...ladders[rule], `${person}::uuid`];
  const once = rungs.map((rung, at) => {
    const above = rungs.slice(0, at).map((other) => `${rung} IS DISTINCT FROM ${other}`);
    return above.length === 0 ? rung : `CASE WHEN ${above.join(" AND ")} THEN ${rung} END`;
  });
  return `array_remove(ARRAY[${once.join(", ")}], NULL)`;
}
