import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseId } from "./external-ids";
import { levelOfAppRole, levelOfDirectoryRole, levelOfScope, levels } from "./privilege";
import { tagsOf, thumbprintOf } from "./records";
import { verdictOf } from "./streams/federated";
import { writingRoles } from "./permissions";

const rank = (level: (typeof levels)[number]): number => levels.indexOf(level);
const name = fc.oneof(
  fc.constantFrom("User.Read", "Mail.Send", "Directory.ReadWrite.All", "offline_access"),
  fc.string(),
);

describe("levels", () => {
  test("a delegated permission never exceeds the same one held by itself, nor one person's consent everybody's", () => {
    fc.assert(
      fc.property(name, fc.boolean(), (permission, isMicrosofts) => {
        const one = levelOfScope(permission, isMicrosofts, false);
        const all = levelOfScope(permission, isMicrosofts, true);
        expect(rank(one)).toBeLessThanOrEqual(rank(all));
        expect(rank(one)).toBeLessThanOrEqual(rank("write"));
        expect(rank(all)).toBeLessThanOrEqual(rank("high"));
      }),
    );
  });

  test.each([
    ["RoleManagement.ReadWrite.Directory", "admin"],
    ["AppRoleAssignment.ReadWrite.All", "admin"],
    ["RoleManagementPolicy.ReadWrite.Directory", "admin"],
    ["Application.ReadWrite.OwnedBy", "high"],
    ["Mail.Read", "high"],
    ["Sites.Read.All", "read"],
    ["User.ReadBasic.All", "read"],
    ["RoleManagement.Read.Directory", "read"],
    ["TeamSettings.ReadWrite.All", "write"],
    ["Payments.Approve", "write"],
  ])("%s of Microsoft is %s", (permission, level) => {
    expect(levelOfAppRole(permission, true)).toBe(level);
  });

  test("the name of a tenant-wide permission means nothing at an API of one's own", () => {
    expect(levelOfAppRole("Directory.ReadWrite.All", false)).toBe("write");
    expect(levelOfScope("Files.ReadWrite.All", false, true)).toBe("write");
  });

  test.each([
    ["Global Administrator", true, true, "admin"],
    ["User Administrator", true, false, "high"],
    ["Partner Tier1 Support", true, true, "admin"],
    ["Teams Administrator", true, true, "high"],
    ["Directory Readers", true, true, "read"],
    ["Global Administrator", false, true, "write"],
  ])("the role %s (built-in %s, whole tenant %s) is %s", (role, isBuiltIn, isWhole, level) => {
    expect(levelOfDirectoryRole(role, isBuiltIn, isWhole)).toBe(level);
  });

  test("only roles that change something are broader than reading needs", () => {
    expect(
      writingRoles([
        "RoleManagement.Read.All",
        "DeviceManagementScripts.Read.All",
        "Mail.Send",
        "Application.ReadWrite.All",
      ]),
    ).toEqual(["Mail.Send", "Application.ReadWrite.All"]);
  });
});

test.each([
  ["repo:acme/app:ref:refs/heads/main", undefined, "narrow"],
  ["repo:acme/app:pull_request", undefined, "weak"],
  [null, "claims['sub'] matches 'repo:acme/*'", "weak"],
  [null, "claims['sub'] eq 'repo:acme/app'", "narrow"],
  [null, undefined, "unknown"],
])("a federated credential for %s or %s is %s", (subject, expression, verdict) => {
  const found = verdictOf({
    id: "",
    name: "",
    issuer: "",
    subject,
    audiences: [],
    description: null,
    claimsMatchingExpression: expression ? { value: expression } : null,
  });
  expect(found.verdict).toBe(verdict);
});

test.each([
  ["repo:*", "open"],
  ["repo:acme*", "open"],
  ["repo:*/site:ref:refs/heads/main", "open"],
  ["repo:acme/*", "weak"],
  ["job_workflow_ref:acme/flows/*", "weak"],
])("an expression over GitHub's subject %s is %s", (pattern, verdict) => {
  const of = {
    id: "",
    name: "",
    subject: null,
    audiences: [],
    description: null,
    claimsMatchingExpression: { value: `claims['sub'] matches '${pattern}'` },
  };
  const issuer = "https://token.actions.githubusercontent.com";
  expect(verdictOf({ ...of, issuer }).verdict).toBe(verdict);
  expect(verdictOf({ ...of, issuer: "https://gitlab.acme.example" }).verdict).toBe("weak");
});

test("a tag with a separator is a pair, another stays a word", () => {
  expect(tagsOf(["owner:ada@acme.example", "HideApp", "env = production"])).toEqual({
    owner: "ada@acme.example",
    HideApp: "",
    env: "production",
  });
});

test("a thumbprint is hexadecimal, and what is none is left out", () => {
  const key = { keyId: "", displayName: null, type: null, usage: null };
  const of = (customKeyIdentifier: string | null) =>
    thumbprintOf({ ...key, customKeyIdentifier, startDateTime: null, endDateTime: null });
  expect(of(Buffer.alloc(20, 171).toString("base64"))).toBe("AB".repeat(20));
  expect(of("c2hvcnQ=")).toBeUndefined();
  expect(of(null)).toBeUndefined();
});

test("an id of another source is none of ours", () => {
  const guid = "7a1e0000-0000-4000-8000-000000000001";
  expect(parseId(`application:${guid}/secret/${guid}`)?.part?.kind).toBe("secret");
  for (const text of ["muster:self", `application:${guid}/owner/${guid}`, `x application:${guid}`])
    expect(parseId(text)).toBeNull();
});
