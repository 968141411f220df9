import { beforeAll } from "vitest";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities } from "@/lib/testing/identities";

export const now = new Date("2026-11-20T12:00:00Z");
export const analyst = personContext("analyst", { now });
/** Two full pages and a rest: the order's ties fall on the edges of pages. */
export const many = 230;
/** An identity with `many` of everything, its source, and somebody who owns another one. */
export const long = { id: "", sourceId: "", owner: personContext("owner", { now }) };

const fact = (value: string, observedAt: string) =>
  `{"state":"known","value":"${value}","source":"iam:ListUsers","observedAt":"${observedAt}"}`;

export function setUpLongLists(): void {
  useDatabase();
  beforeAll(async () => {
    const seeded = await seedIdentities(20, { now });
    long.owner = personContext("owner", { now, personId: seeded.personIds[0] ?? "" });
    const [row] = await sql<{ id: string; source_id: string }>(
      "SELECT id, source_id FROM identity WHERE owner_id IS DISTINCT FROM $1::uuid AND missing_since IS NULL ORDER BY id LIMIT 1",
      [seeded.personIds[0]],
    );
    long.id = row?.id ?? "";
    long.sourceId = row?.source_id ?? "";
    const of = [long.id, long.sourceId, many];
    await sql(
      `INSERT INTO credential (id, identity_id, source_id, external_id, stream, kind, name, status, scopes, facts,
         created_at_source, content_hash, first_seen_at, last_seen_at, missing_since)
       SELECT gen_random_uuid(), $1::uuid, $2::uuid, 'key-' || n, 'keys', 'access_key', 'key-' || n, 'active', '{}',
         '{"createdAt": ${fact("2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z")}}',
         CASE WHEN n % 3 > 0 THEN timestamptz '2026-01-01' + make_interval(days => n / 10, secs => n * 0.000001) END,
         'x', now(), now(), CASE WHEN n % 7 = 0 THEN now() END
       FROM generate_series(1, $3::int) n`,
      of,
    );
    await sql(
      `INSERT INTO trust (id, identity_id, source_id, external_id, stream, principal_kind, principal, verdict, because,
         content_hash, first_seen_at, last_seen_at, missing_since)
       SELECT gen_random_uuid(), $1::uuid, $2::uuid, 'trust-' || n, 'roles', 'identity', 'role "' || (n / 2) || E'\\n',
         (ARRAY['open','weak','unknown','narrow'])[1 + n % 4], 'because', 'x', now(), now(),
         CASE WHEN n = 1 THEN now() END
       FROM generate_series(1, $3::int) n`,
      of,
    );
    await sql(
      `INSERT INTO owner_candidate (id, identity_id, candidate, method, confidence, evidence, rejected_at, last_seen_at)
       SELECT gen_random_uuid(), $1::uuid, 'person-' || n || '@example.com', 'tag', 0.3 + (n % 7) / 10.0, 'tag',
         CASE WHEN n % 5 = 0 THEN now() END, now()
       FROM generate_series(1, $2::int) n`,
      [long.id, many],
    );
    await sql(
      `INSERT INTO finding (id, identity_id, rule_id, finding_key, severity, state, title, evidence, remedy, first_seen_at,
         last_seen_at, resolved_at)
       SELECT gen_random_uuid(), $1::uuid, 'NHI1:example', 'k' || n, (ARRAY['critical','high','medium','low'])[1 + n % 4],
         CASE WHEN n <= 120 THEN 'open' ELSE 'resolved' END, 'Finding ' || n, '{"evidence":"seen"}', 'Do it', now(), now(),
         CASE WHEN n > 120 THEN timestamptz '2026-03-04' END
       FROM generate_series(1, $2::int) n`,
      [long.id, many],
    );
  });
}
