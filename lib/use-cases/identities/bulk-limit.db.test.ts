import { beforeAll, expect, it } from "vitest";
import { inTransaction, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities } from "@/lib/testing/identities";
import { changeLabels } from "./change-labels";
import { changeOwnership } from "./change-ownership";
import { bulkLimit } from "./target";

useDatabase();

const analyst = personContext("analyst");
const everything = { matching: "" };

/** What a hundred thousand rows would take the longest to write, and nothing here asks for. */
const bare = `DO $$ DECLARE name text; BEGIN
  EXECUTE 'ALTER TABLE identity DISABLE TRIGGER USER';
  FOR name IN SELECT indexrelid::regclass::text FROM pg_index
    WHERE indrelid = 'identity'::regclass AND NOT indisunique
  LOOP EXECUTE 'DROP INDEX ' || name; END LOOP;
END $$`;

beforeAll(async () => {
  await inTransaction(async (client) => {
    await client.query("SET LOCAL ROLE NONE");
    await client.query(bare);
  });
  await seedIdentities(1, { now: new Date() });
  const [copied] = await sql<{ columns: string }>(
    `SELECT string_agg(quote_ident(column_name), ', ') AS columns FROM information_schema.columns
     WHERE table_name = 'identity' AND column_name NOT IN ('id', 'external_id')`,
  );
  const columns = copied?.columns ?? "";
  await sql(
    `INSERT INTO identity (id, external_id, ${columns})
     SELECT gen_random_uuid(), external_id || n, ${columns} FROM identity, generate_series(1, $1) n`,
    [bulkLimit + 100],
  );
  await sql(`WITH last AS (
      UPDATE identity SET labels = '{old}' WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM identity WHERE missing_since IS NULL ORDER BY ctid DESC LIMIT 10))
      RETURNING id)
    INSERT INTO identity_ownership (identity_id, purpose, changed_at) SELECT id, 'old', now() FROM last`);
});

it("a change of a few among more than one command may change leaves none of them out", async () => {
  const all = { count: 10, skipped: 0 };
  expect(await changeLabels(analyst, { target: everything, remove: ["old"] })).toEqual(all);
  expect(await sql("SELECT id FROM identity WHERE labels <> '{}'")).toEqual([]);
  expect(await changeOwnership(analyst, { target: everything, purpose: null })).toEqual(all);
  expect(await sql("SELECT FROM identity_ownership WHERE purpose IS NOT NULL")).toEqual([]);
});
