import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { systemContext } from "../context";
import { changeDirectoryPerson } from "../directory/provision-people";
import { disablePerson, enablePerson } from "../people/change-person";
import { actorOfToken } from "../sessions/check-session";
import { createToken, createTokenFor } from "./create-token";
import { listOwnTokens } from "./list-own-tokens";
import { revokeToken } from "./revoke-token";

useDatabase();

const admin = personContext("admin");
const asked = { name: "ci", scopes: ["read" as const], days: 7 };

/** Somebody with two tokens of their own, the second of which they revoked. */
async function holder() {
  const id = randomUUID();
  const email = `${id}@example.com`;
  await db().person.create({ data: { id, email, name: "Tom", role: "analyst" } });
  const ctx = personContext("analyst", { personId: id });
  const [kept, gone] = [await createToken(ctx, asked), await createToken(ctx, asked)];
  await revokeToken(ctx, { tokenId: gone.id });
  return { id, email, ctx, token: kept.token };
}
const lastDetail = async () =>
  (await db().auditEvent.findFirstOrThrow({ orderBy: { seq: "desc" } })).detail;

it("a disabled person's tokens are revoked for good: enabling brings none back", async () => {
  const { id, ctx, token } = await holder();
  await disablePerson(admin, { personId: id });
  expect(await lastDetail()).toMatchObject({ tokensRevoked: 1 });
  await enablePerson(admin, { personId: id });
  expect(await actorOfToken(token, new Date())).toBeNull();
  expect((await listOwnTokens(ctx, {})).items).toMatchObject([
    { state: "revoked", revokedAt: expect.any(String), revokedBecause: "by_hand" },
    { state: "revoked", revokedAt: expect.any(String), revokedBecause: "person_disabled" },
  ]);
});

it("a directory that switches a person off and on again brings no token back either", async () => {
  const { id, token } = await holder();
  const directory = systemContext("SCIM");
  await changeDirectoryPerson(directory, { id, active: false });
  expect(await lastDetail()).toMatchObject({ active: false, tokensRevoked: 1 });
  await changeDirectoryPerson(directory, { id, active: true });
  expect(await actorOfToken(token, new Date())).toBeNull();
});

it("nobody makes a token for a disabled person, not even at the moment of disabling", async () => {
  const { id, email, ctx } = await holder();
  const made = Array.from({ length: 6 }, () => createToken(ctx, asked));
  await Promise.allSettled([...made, disablePerson(admin, { personId: id })]);
  const refused = createTokenFor(systemContext("shell"), { ...asked, email });
  await expect(refused).rejects.toMatchObject({ code: "conflict" });
  expect(await db().apiToken.count({ where: { personId: id, revokedAt: null } })).toBe(0);
});
