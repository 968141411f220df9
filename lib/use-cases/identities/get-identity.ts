import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { shownAttribute } from "@/lib/domain/inventory/attribute-words";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import type { JsonValue } from "@/lib/domain/inventory/source-record";
import { sql } from "@/lib/infra/db";
import { type Context, personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { explainIdentity, unexplained } from "../scoring/explain-identity";
import { coverageOfSource } from "../sources/source-coverage";
import { readTimesOf } from "../sources/read-times";
import { overrideOf, ownershipOf, reachOfIdentity } from "./identity-parts";
import { firstPartsOf } from "./first-parts";
import { Parameters } from "./parameters";
import { rowColumns, type RowRecord, toIdentityRow } from "./row-sql";
import { privilegeReasons, shownFacts } from "./shown-facts";
import { riskTrend, timelinePage } from "./timeline";

interface WholeRow extends RowRecord {
  stream: string;
  description: string | null;
  stage: string;
  custody: string | null;
  vendor: string | null;
  container: string | null;
  url: string | null;
  tags: Record<string, string>;
  attributes: Record<string, JsonValue>;
  facts: unknown;
  first_seen_at: Date;
  last_seen_at: Date;
  scored_at: Date | null;
  attested_at: Date | null;
  attested_by: string | null;
}

type Reach = "all" | "own" | "none";

function isThisIdentity(p: Parameters, ctx: Context, id: string, reach: Reach): string {
  const here = `id = ${p.add(id)}::uuid`;
  return reach === "all" ? here : `${here} AND owner_id = ${p.add(personIdOf(ctx))}::uuid`;
}

/** ISO 8601 in UTC sorts as text. */
const later = (one: string, other: string | null): string =>
  other !== null && other > one ? other : one;

const absent = (): DomainError =>
  new DomainError("not_found", "There is no such identity, or it is not yours to see.");

/** Throws not_found for an id that does not exist or is not the asking owner's: they look alike. */
async function readIdentity(ctx: Context, id: string, reach: Reach): Promise<WholeRow> {
  const p = new Parameters();
  const [row] = await sql<WholeRow>(
    `SELECT i.*, s.name AS source_name, s.connector_id, w.name AS owner_name, w.email AS owner_email,
       q.scored_at
     FROM (SELECT ${rowColumns}, stream, description, stage, custody, vendor, container, url, tags, attributes,
       facts, first_seen_at, last_seen_at, attested_at, attested_by
       FROM identity WHERE ${isThisIdentity(p, ctx, id, reach)}) i
     JOIN source s ON s.id = i.source_id AND s.removed_at IS NULL LEFT JOIN person w ON w.id = i.owner_id
     LEFT JOIN identity_scoring q ON q.identity_id = i.id`,
    p.values,
  );
  if (!row) throw absent();
  return row;
}

export const identityInput = z.strictObject({ id: z.uuid() });

/** Throws not_found like `readIdentity`, and tells only where the identity comes from. */
export async function sourceOfIdentity(ctx: Context, id: string, reach: Reach): Promise<string> {
  const p = new Parameters();
  const [row] = await sql<{ source_id: string }>(
    `SELECT source_id FROM identity i WHERE ${isThisIdentity(p, ctx, id, reach)}
       AND EXISTS (SELECT 1 FROM source s WHERE s.id = i.source_id AND s.removed_at IS NULL)`,
    p.values,
  );
  if (!row) throw absent();
  return row.source_id;
}

/** Whether the person may open this identity, before all of it is read. Throws not_found. */
export const checkIdentity = defineQuery({
  permission: "identity:read",
  input: identityInput,
  run: async ({ ctx, input, reach }): Promise<void> => {
    await sourceOfIdentity(ctx, input.id, reach);
  },
});

/** All that the page of one identity shows. */
export const getIdentity = defineQuery({
  permission: "identity:read",
  input: identityInput,
  run: async ({ ctx, input, reach }): Promise<IdentityDetail> => {
    const row = await readIdentity(ctx, input.id, reach);
    const read = await readTimesOf(row.source_id);
    const readTime = row.missing_since ? null : read(row.stream);
    const { readableBy, ...attributes } = row.attributes;
    const [parts, access, timeline, trend, override, ownership, explanation, coverage] =
      await Promise.all([
        firstPartsOf(input.id, read),
        reachOfIdentity(input.id),
        timelinePage(input.id, null, 30),
        riskTrend(input.id),
        overrideOf(input.id),
        ownershipOf(input.id),
        row.scored_at ? explainIdentity(input.id, ctx.now) : unexplained,
        coverageOfSource(row.source_id),
      ]);
    return {
      identity: toIdentityRow(row),
      description: row.description,
      stage: row.stage as IdentityDetail["stage"],
      custody: row.custody as IdentityDetail["custody"],
      vendor: row.vendor,
      container: row.container,
      url: row.url,
      tags: row.tags,
      attributes: Object.entries(attributes).map(([key, value]) => shownAttribute(key, value)),
      readableBy: typeof readableBy === "string" && readableBy !== "" ? readableBy : null,
      firstSeenAt: row.first_seen_at.toISOString(),
      lastSeenAt: later(row.last_seen_at.toISOString(), readTime?.stream ?? null),
      scoredAt: row.scored_at?.toISOString() ?? null,
      attestedAt: row.attested_at?.toISOString() ?? null,
      attestedBy: row.attested_by,
      riskTrend: trend,
      breakdown: explanation.breakdown,
      // Nobody asks the rules about what is no longer listed.
      checks: row.missing_since ? unexplained.checks : explanation.checks,
      coverage,
      override,
      ownership,
      facts: shownFacts(row.facts, readTime),
      privilegeReasons: privilegeReasons(row.facts),
      ...parts,
      reach: access.services,
      grantCount: access.count,
      timeline,
    };
  },
});

/** Further pages of an identity's timeline, newest first. */
export const listTimeline = defineQuery({
  permission: "identity:read",
  input: z.strictObject({
    id: z.uuid(),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  run: async ({ ctx, input, reach }): Promise<IdentityDetail["timeline"]> => {
    await sourceOfIdentity(ctx, input.id, reach);
    return timelinePage(input.id, input.cursor ?? null, input.limit);
  },
});
