import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../../errors";
import { readFilter } from "./filter";
import { teamChange } from "./group";
import { readPatch } from "./patch";
import { nameAfter, personChange } from "./user";

const patch = (...Operations: unknown[]) => readPatch({ Operations });
/** What went wrong, or null; anything but a refusal in words is thrown on. */
function refusalOf(work: () => unknown): DomainError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
const a = "0197c0de-0000-7000-8000-00000000000a";
const b = "0197c0de-0000-7000-8000-00000000000b";

describe("a SCIM filter", () => {
  it.each([
    ['userName eq "ada@acme.example"', { attribute: "username", value: "ada@acme.example" }],
    ['externalId eq "a\\"b"', { attribute: "externalid", value: 'a"b' }],
    ['displayName Eq "Data platform"', { attribute: "displayname", value: "Data platform" }],
    ['emails[type eq "work"].value eq "x@y.example"', { attribute: "email", value: "x@y.example" }],
  ])("reads %s", (text, expected) => expect(readFilter(text)).toEqual(expected));

  it.each([
    'userName sw "a"',
    "userName eq ada",
    'password eq "x"',
    'userName eq "a" or id eq "b"',
  ])("refuses %s", (text) => expect(() => readFilter(text)).toThrow(DomainError));

  it("reads or refuses any text at once", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), (text) => {
        expect(refusalOf(() => readFilter(text))?.code ?? "invalid_input").toBe("invalid_input");
      }),
    );
  });
});

describe("a SCIM patch of a person", () => {
  it("reads Okta's and Entra's ways to disable alike", () => {
    for (const operation of [
      { op: "replace", value: { active: false } },
      { op: "Replace", path: "active", value: "False" },
      { op: "replace", path: "active", value: [{ value: "false" }] },
      { op: "Add", path: "urn:ietf:params:scim:schemas:core:2.0:User:active", value: false },
    ])
      expect(personChange(patch(operation))).toEqual({ active: false });
  });

  it("reads Entra's dotted keys, typed addresses and manager, and forgets what it does not know", () => {
    expect(
      personChange(
        patch(
          { op: "Replace", path: 'emails[type eq "work"].value', value: "ada@acme.example" },
          { op: "Add", path: "name.familyName", value: "Byron" },
          {
            op: "Add",
            path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
            value: b,
          },
          {
            op: "Replace",
            value: {
              "name.givenName": "Augusta",
              title: "Countess",
              "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "IT",
            },
          },
          { op: "Remove", path: "externalId" },
        ),
      ),
    ).toEqual({
      email: "ada@acme.example",
      familyName: "Byron",
      givenName: "Augusta",
      managerId: b,
      title: "Countess",
      externalId: null,
    });
    expect(nameAfter("Ada Lovelace King", { givenName: "Augusta" })).toBe("Augusta Lovelace King");
  });

  it("takes any body or refuses it, and pollutes nothing", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        refusalOf(() => personChange(patch({ op: "replace", value })));
        refusalOf(() => teamChange(patch({ op: "add", path: "members", value })));
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      }),
    );
  });
});

describe("a SCIM patch of a group", () => {
  it("reads Okta's and Entra's ways to add, remove and set members", () => {
    expect(teamChange(patch({ op: "Add", path: "members", value: [{ value: a }] }))).toEqual({
      addMembers: [a],
    });
    expect(teamChange(patch({ op: "remove", path: `members[value eq "${a}"]` }))).toEqual({
      removeMembers: [a],
    });
    expect(teamChange(patch({ op: "Remove", path: "members", value: [{ value: a }] }))).toEqual({
      removeMembers: [a],
    });
    expect(
      teamChange(
        patch(
          { op: "replace", path: "members", value: [{ value: a }, { value: b }] },
          { op: "remove", path: `members[value eq "${b}"]` },
          { op: "replace", value: { id: a, displayName: "Data" } },
        ),
      ),
    ).toEqual({ members: [a], name: "Data" });
    expect(teamChange(patch({ op: "remove", path: "members" }))).toEqual({ members: [] });
  });
});
