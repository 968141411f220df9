import type { PoolClient } from "pg";
import type { Environment } from "@/lib/domain/identity/identity";
import { environmentOfText, environmentPatterns } from "@/lib/domain/identity/surroundings";
import type { Subject } from "@/lib/domain/risk/subject";

type Grant = Subject["grants"][number];

/** What `environmentOfText` says of a column; null where that is unknown. */
export const environmentSql = (column: string): string => {
  const apart = String.raw`regexp_replace(${column} COLLATE "C", '([a-z0-9])([A-Z])', '\1-\2', 'g')`;
  const cases = environmentPatterns.map(
    ([name, pattern]) => `WHEN text ~* '${pattern}' THEN '${name}'`,
  );
  return `(SELECT CASE ${cases.join(" ")} END FROM (SELECT ${apart} AS text OFFSET 0) t)`;
};

const furtherSql = `
  SELECT DISTINCT ON (identity_id, environment)
    identity_id, environment, service, entitlement, target, via, level, conditional
  FROM (SELECT *, ${environmentSql("target")} AS environment FROM access_grant
    WHERE identity_id = ANY($1::uuid[]) AND missing_since IS NULL AND level <> 'none') g
  WHERE environment IS NOT NULL ORDER BY identity_id, environment, external_id`;

const reached = (grants: readonly Grant[]): Set<Environment> =>
  new Set(
    grants.flatMap(({ target, level }) => (level === "none" ? [] : environmentOfText(target))),
  );

/**
 * Gives identities of more grants than are read one more for each environment that only the others
 * reach: otherwise a rule about environments would pass what it has not seen.
 */
export async function addFurtherEnvironments(
  client: PoolClient,
  grants: ReadonlyMap<string, { list: Grant[]; count: number }>,
): Promise<void> {
  const cut = [...grants].filter(([, { list, count }]) => count > list.length);
  if (cut.length === 0) return;
  const { rows } = await client.query<Grant & { identity_id: string; environment: Environment }>(
    furtherSql,
    [cut.map(([id]) => id)],
  );
  const seen = new Map(cut.map(([id, { list }]) => [id, reached(list)]));
  for (const { identity_id: id, environment, ...grant } of rows)
    if (!seen.get(id)?.has(environment)) grants.get(id)?.list.push(grant);
}
