import { describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { seedIdentities } from "@/lib/testing/identities";
import { assignOwner } from "@/lib/use-cases/identities/assign-owner";
import { signInWithOidc } from "@/lib/use-cases/sessions/sign-in-with-oidc";
import { createToken } from "@/lib/use-cases/tokens/create-token";
import { admin, call, oktaUser, patchOp, setUpScim } from "./testing/scim-client";

setUpScim();

const lastEvents = async (most: number): Promise<string[]> =>
  (
    await sql<{ event: string }>("SELECT event FROM audit_event ORDER BY seq DESC LIMIT $1", [most])
  ).map(({ event }) => event);

describe("the SCIM service", () => {
  it("says what it can do in SCIM's media type", async () => {
    const answer = await call("GET", "/ServiceProviderConfig");
    expect(answer.type).toBe("application/scim+json");
    expect(answer.body).toMatchObject({ patch: { supported: true }, bulk: { supported: false } });
    expect((await call("GET", "/ResourceTypes")).body.Resources.map(({ id }) => id)).toEqual([
      "User",
      "Group",
    ]);
    expect((await call("GET", "/Schemas")).body.totalResults).toBe(3);
  });

  it("refuses strangers, dead tokens, tokens of other scopes and people who are not administrators", async () => {
    expect((await call("GET", "/Users", undefined, "nonsense")).status).toBe(401);
    const other = await createToken(personContext("admin", { personId: admin }), {
      name: "Reader",
      scopes: ["read", "inventory:write"],
      days: 1,
    });
    const refused = await call("POST", "/Users", oktaUser("x@acme.example", "X", "Y"), other.token);
    expect(refused).toMatchObject({
      status: 403,
      body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: "403" },
    });
    expect(await db().person.count({ where: { email: "x@acme.example" } })).toBe(0);
    expect(await lastEvents(1)).toEqual(["directory.add-person"]);
    await sql(
      "INSERT INTO person (id, email, name, role, updated_at) VALUES ($1, 'an@acme.example', 'An', 'analyst', now())",
      ["0197c0de-0000-7000-8000-0000000000a1"],
    );
    const analyst = await createToken(
      personContext("analyst", { personId: "0197c0de-0000-7000-8000-0000000000a1" }),
      { name: "Mine", scopes: ["scim"], days: 1 },
    );
    expect((await call("GET", "/Users", undefined, analyst.token)).status).toBe(403);
  });
});

describe("a directory", () => {
  it("pages by startIndex and count without skipping or repeating", async () => {
    const { totalResults } = (await call("GET", "/Users?count=0")).body;
    const seen: string[] = [];
    for (let at = 1; at <= totalResults; at += 3) {
      const { body } = await call("GET", `/Users?startIndex=${at}&count=3`);
      expect(body).toMatchObject({ startIndex: at, totalResults });
      seen.push(...body.Resources.map(({ id }) => id));
    }
    expect(new Set(seen).size).toBe(totalResults);
    expect(seen).toHaveLength(totalResults);
  });

  it("gets SCIM's errors for what it should not send", async () => {
    expect(
      await call("GET", `/Users?filter=${encodeURIComponent('userName sw "a"')}`),
    ).toMatchObject({
      status: 400,
      body: { scimType: "invalidFilter" },
    });
    expect((await call("POST", "/Users", { displayName: "No name" })).status).toBe(400);
    expect(
      (
        await call(
          "PATCH",
          "/Users/not-an-id",
          patchOp({ op: "replace", path: "active", value: false }),
        )
      ).status,
    ).toBe(400);
    expect((await call("GET", "/Users/not-an-id")).status).toBe(404);
  });

  it("opens a leaver's list on disabling, ends sessions, and its audit rows name what happened", async () => {
    const { body } = await call("POST", "/Users", oktaUser("lea@acme.example", "Lea", "Leaver"));
    await signInWithOidc(personContext("owner"), {
      issuer: "https://idp.acme.example",
      subject: "lea",
      verifiedEmail: "lea@acme.example",
      name: "Lea",
      newPersonRole: "",
      userAgent: null,
    });
    await seedIdentities(30, { now: new Date() });
    await assignOwner(personContext("analyst"), { target: { matching: "" }, personId: body.id });
    await call("PATCH", `/Users/${body.id}`, patchOp({ op: "replace", value: { active: false } }));
    expect(await lastEvents(1)).toEqual(["directory.person-changed"]);
    expect(
      await sql("SELECT 1 FROM session WHERE person_id = $1 AND ended_at IS NULL", [body.id]),
    ).toEqual([]);
    const [leaver] = await sql<{ because: string; n: number }>(
      `SELECT l.because, (SELECT count(*)::int FROM leaver_item WHERE leaver_id = l.id AND decision IS NULL) AS n
       FROM leaver l WHERE l.person_id = $1 AND l.closed_at IS NULL`,
      [body.id],
    );
    expect(leaver?.because).toBe("disabled_by_directory");
    expect(leaver?.n).toBeGreaterThan(20);
  });

  it("never removes the last administrator, and never moves an administrator's address", async () => {
    const off = await call(
      "PATCH",
      `/Users/${admin}`,
      patchOp({ op: "replace", value: { active: false } }),
    );
    expect(off.status).toBe(409);
    const moved = await call(
      "PATCH",
      `/Users/${admin}`,
      patchOp({
        op: "replace",
        path: "emails",
        value: [{ value: "evil@acme.example", primary: true }],
      }),
    );
    expect(moved.status).toBe(409);
    expect(await db().person.findUniqueOrThrow({ where: { id: admin } })).toMatchObject({
      status: "active",
      email: "admin@acme.example",
    });
  });
});
