import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "@/lib/infra/db";
import { type ActingProvider, startActingProvider } from "@/lib/testing/acting-provider";
import { insertActingKey, insertActingSource } from "@/lib/testing/acting-source";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { advanceOffboarding } from "./advance-offboarding";
import { getCase } from "./get-case";
import { inventoryLeftovers } from "./inventory-leftovers";
import { requestOffboarding } from "./request-offboarding";

useDatabase();

const analyst = personContext("analyst");
let provider: ActingProvider;
let sourceId = "";

beforeAll(async () => {
  provider = await startActingProvider();
  sourceId = await insertActingSource(provider);
});
afterAll(() => provider.close());

const credential = (identityId: string, kind: string, fingerprint: string, missing = false) =>
  sql(
    `INSERT INTO credential (id, identity_id, source_id, external_id, stream, kind, name, status, scopes, facts,
       fingerprint, content_hash, first_seen_at, last_seen_at, missing_since)
     VALUES (gen_random_uuid(), $1::uuid, $2::uuid, ($1::uuid)::text || '/key', 'keys', $3, 'key', 'active', '{}', '{}', $4, 'x', now(), now(), $5)`,
    [identityId, sourceId, kind, fingerprint, missing ? new Date() : null],
  );
const madeBy = (identityId: string, login: string, kind: string) =>
  sql(
    `UPDATE identity SET kind = $3, facts = jsonb_build_object('createdBy',
       jsonb_build_object('state', 'known', 'value', $2::text)) WHERE id = $1::uuid`,
    [identityId, login, kind],
  );

describe("what stays behind, by the inventory", () => {
  test("a dry run names where the same value is kept, not where it was", async () => {
    const own = await insertActingKey(provider, sourceId, "ci-key");
    await credential(own, "access_key", "same");
    for (const [name, fingerprint, missing] of [
      ["copy-in-a-vault", "same", false],
      ["copy-of-the-past", "same", true],
      ["another-key", "other", false],
    ] as const)
      await credential(
        await insertActingKey(provider, sourceId, name),
        "stored_secret",
        fingerprint,
        missing,
      );
    const reason = "Nobody needs it any more";
    const { caseId } = await requestOffboarding(analyst, { identityId: own, reason });
    await advanceOffboarding(() => new Date());
    const { plan } = await getCase(analyst, { caseId });
    expect(plan?.leftovers).toEqual(["The same value is kept as copy-in-a-vault in Acting"]);
  });

  test("a token's dry run names the SSH keys that its person added", async () => {
    const token = await insertActingKey(provider, sourceId, "token-of-mira");
    const key = await insertActingKey(provider, sourceId, "key-of-mira");
    const other = await insertActingKey(provider, sourceId, "key-of-noor");
    await madeBy(token, "mira", "personal_access_token");
    await madeBy(key, "mira", "deploy_key");
    await madeBy(other, "noor", "deploy_key");
    await credential(key, "ssh_key", "a");
    await credential(other, "ssh_key", "b");
    const found = { externalId: "token-of-mira", target: { subject: "identity" } };
    expect(await inventoryLeftovers({ ...found, identityId: token })).toEqual([
      "The SSH key key-of-mira was added by the same person and stays",
    ]);
    expect(await inventoryLeftovers({ ...found, identityId: null })).toEqual([]);
  });
});
