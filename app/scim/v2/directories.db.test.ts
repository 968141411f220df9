import { describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { call, oktaUser, patchOp, setUpScim } from "./testing/scim-client";

setUpScim();

/** As Entra's provisioning service creates somebody. */
const entraUser = (userName: string, externalId: string) => ({
  schemas: [
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
  ],
  externalId,
  userName,
  active: true,
  displayName: "Bjørn Berg",
  emails: [{ primary: true, type: "work", value: `mail.${userName}` }],
  meta: { resourceType: "User" },
  name: { formatted: "Bjørn Berg", familyName: "Berg", givenName: "Bjørn" },
  roles: [],
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { department: "Data" },
});

describe("Okta", () => {
  it("tests the connection, looks for a person, creates, renames by PUT and disables by PATCH", async () => {
    expect((await call("GET", "/Users?startIndex=1&count=2")).body.startIndex).toBe(1);
    const query = `/Users?filter=${encodeURIComponent('userName eq "Ada.Byron@acme.example"')}&startIndex=1&count=100`;
    expect((await call("GET", query)).body).toMatchObject({ totalResults: 0, Resources: [] });
    const made = await call("POST", "/Users", oktaUser("ada.byron@acme.example", "Ada", "Byron"));
    expect(made).toMatchObject({
      status: 201,
      body: {
        userName: "ada.byron@acme.example",
        active: true,
        externalId: "00uAda",
        name: { givenName: "Ada", familyName: "Byron" },
      },
    });
    expect(made.body.meta.location).toContain(`/scim/v2/Users/${made.body.id}`);
    expect((await call("GET", query)).body.totalResults).toBe(1);
    expect(
      await call("POST", "/Users", oktaUser("ADA.byron@acme.example", "Ada", "Two")),
    ).toMatchObject({
      status: 409,
      body: { scimType: "uniqueness" },
    });
    const put = await call("PUT", `/Users/${made.body.id}`, {
      ...made.body,
      name: { givenName: "Augusta", familyName: "Byron" },
      displayName: "Augusta Byron",
      title: "Countess",
    });
    expect(put).toMatchObject({
      status: 200,
      body: { displayName: "Augusta Byron", title: "Countess" },
    });
    const off = await call(
      "PATCH",
      `/Users/${made.body.id}`,
      patchOp({ op: "replace", value: { active: false } }),
    );
    expect(off).toMatchObject({ status: 200, body: { active: false } });
    expect((await call("GET", `/Users/${made.body.id}`)).body.active).toBe(false);
    expect(
      (await db().person.findUniqueOrThrow({ where: { id: made.body.id } })).passwordHash,
    ).toBeNull();
  });

  it("pushes a group with its people, adds, removes and renames", async () => {
    const people = await Promise.all(
      ["Gina", "Hugo"].map(
        async (name) =>
          (
            await call(
              "POST",
              "/Users",
              oktaUser(`${name.toLowerCase()}@acme.example`, name, "Group"),
            )
          ).body.id,
      ),
    );
    const made = await call("POST", "/Groups", {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
      displayName: "Platform",
      members: [{ value: people[0], display: "gina@acme.example" }],
    });
    expect(made).toMatchObject({ status: 201, body: { displayName: "Platform" } });
    const path = `/Groups/${made.body.id}`;
    const add = await call(
      "PATCH",
      path,
      patchOp({ op: "add", path: "members", value: [{ value: people[1], display: "hugo" }] }),
    );
    expect(add).toMatchObject({ status: 204, body: null });
    await call(
      "PATCH",
      path,
      patchOp(
        { op: "remove", path: `members[value eq "${people[0]}"]` },
        { op: "replace", value: { id: made.body.id, displayName: "Platform team" } },
      ),
    );
    expect((await call("GET", path)).body).toMatchObject({
      displayName: "Platform team",
      members: [{ value: people[1], display: "Hugo Group" }],
    });
    expect((await call("GET", `/Users/${people[1]}`)).body.groups).toEqual([
      { value: made.body.id, display: "Platform team" },
    ]);
    expect((await call("DELETE", path)).status).toBe(204);
    expect((await call("GET", path)).status).toBe(404);
  });
});

describe("Entra", () => {
  it("matches by externalId, creates, changes with capital operations and text booleans, soft- and hard-deletes", async () => {
    const oid = "6f8a2c1e-7f5b-4f0e-9f57-2d6b3e0a91aa";
    const query = `/Users?filter=${encodeURIComponent(`externalId eq "${oid}"`)}`;
    expect((await call("GET", query)).body.totalResults).toBe(0);
    const made = await call("POST", "/Users", entraUser("bjorn@acme.example", oid));
    expect(made).toMatchObject({
      status: 201,
      body: { emails: [{ value: "mail.bjorn@acme.example", type: "work", primary: true }] },
    });
    const path = `/Users/${made.body.id}`;
    const boss = (await call("POST", "/Users", oktaUser("boss@acme.example", "Boss", "Berg"))).body
      .id;
    const changed = await call(
      "PATCH",
      path,
      patchOp(
        { op: "Replace", path: "displayName", value: "Bjørn B. Berg" },
        { op: "Replace", path: 'emails[type eq "work"].value', value: "bjorn.berg@acme.example" },
        { op: "Add", path: "title", value: "Engineer" },
        {
          op: "Add",
          path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
          value: boss,
        },
      ),
    );
    expect(changed.body).toMatchObject({
      displayName: "Bjørn B. Berg",
      title: "Engineer",
      emails: [{ value: "bjorn.berg@acme.example" }],
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { manager: { value: boss } },
    });
    const off = await call(
      "PATCH",
      path,
      patchOp({ op: "Replace", path: "active", value: "False" }),
    );
    expect(off.body.active).toBe(false);
    expect((await call("GET", query)).body.Resources[0]).toMatchObject({ active: false });
    const on = await call("PATCH", path, patchOp({ op: "Replace", path: "active", value: "True" }));
    expect(on.body.active).toBe(true);
    expect((await call("DELETE", path)).status).toBe(204);
    expect((await call("GET", path)).status).toBe(404);
    expect((await call("GET", query)).body.totalResults).toBe(0);
    const again = await call("POST", "/Users", {
      ...entraUser("bjorn@acme.example", oid),
      emails: [{ primary: true, type: "work", value: "bjorn.berg@acme.example" }],
    });
    expect(again).toMatchObject({ status: 201, body: { id: made.body.id, active: true } });
  });

  it("changes the members of a group and asks for groups without them", async () => {
    const person = (await call("POST", "/Users", entraUser("cleo@acme.example", "cleo-oid"))).body
      .id;
    const made = await call("POST", "/Groups", {
      schemas: [
        "urn:ietf:params:scim:schemas:core:2.0:Group",
        "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
      ],
      externalId: "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
      displayName: "Finance",
      meta: { resourceType: "Group" },
    });
    const path = `/Groups/${made.body.id}`;
    const filter = encodeURIComponent('displayName eq "Finance"');
    const listed = await call("GET", `/Groups?excludedAttributes=members&filter=${filter}`);
    expect(listed.body.totalResults).toBe(1);
    expect(listed.body.Resources[0]).not.toHaveProperty("members");
    await call(
      "PATCH",
      path,
      patchOp({ op: "Add", path: "members", value: [{ $ref: null, value: person }] }),
    );
    expect((await call("GET", path)).body.members).toHaveLength(1);
    await call(
      "PATCH",
      path,
      patchOp({ op: "Remove", path: "members", value: [{ $ref: null, value: person }] }),
    );
    expect((await call("GET", path)).body.members).toEqual([]);
    const unknown = await call(
      "PATCH",
      path,
      patchOp({
        op: "Add",
        path: "members",
        value: [{ value: "0197c0de-0000-7000-8000-00000000dead" }],
      }),
    );
    expect(unknown).toMatchObject({ status: 400, body: { scimType: "invalidValue" } });
  });
});
