import { expect, it } from "vitest";
import type { SourceRecord } from "@/lib/domain/inventory/source-record";
import { sql } from "@/lib/infra/db";
import { fakeUser } from "@/lib/testing/fake-provider";
import { connected, setUpQuickSync, sync } from "@/lib/testing/quick-sync";

setUpQuickSync();

const grant = (externalId: string): SourceRecord => ({
  type: "grant",
  externalId,
  identityExternalId: externalId.split("/")[0] ?? "",
  service: "objects",
  entitlement: "SELECT",
  target: "tables",
  via: "GRANT",
  level: "read",
  conditional: false,
});

it("keeps the entries whose ids a gap names, and lets identities and other entries go", async () => {
  const { provider, sourceId } = await connected(0);
  const places = ["objects/closed", "objects/read", "others/closed", "objects/closed2"];
  const ids = ["a", "b"].flatMap((role) => places.map((place) => `${role}/${place}/1`));
  for (const role of ["a", "b", "c", "d", "e", "f"])
    provider.users.set(role, fakeUser(role, { container: "111" }));
  for (const id of ids) provider.users.set(id, grant(id));
  await sync(sourceId);

  for (const id of ["b", ...ids]) provider.users.delete(id);
  const within = { part: "111", entries: ["/objects/closed/"] };
  provider.gaps = () => [{ reason: "forbidden", scope: "closed", message: "Refused.", within }];
  await sync(sourceId);
  const present = (table: string) =>
    sql<{ id: string }>(
      `SELECT external_id AS id FROM ${table} WHERE source_id = $1 AND missing_since IS NULL ORDER BY 1`,
      [sourceId],
    ).then((rows) => rows.map(({ id }) => id));
  expect(await present("access_grant")).toEqual(["a/objects/closed/1", "b/objects/closed/1"]);
  expect(await present("identity")).toEqual(["a", "c", "d", "e", "f", "muster:self"]);

  provider.gaps = () => [];
  await sync(sourceId);
  expect(await present("access_grant")).toEqual([]);
});
