import { describe, expect, test } from "vitest";
import { account, details, other, role, user, read } from "./testing/files";

describe("pages", () => {
  test.each([
    ["IsTruncated of the API", { IsTruncated: true }],
    ["Marker of the API", { Marker: "AAAA" }],
    ["NextToken of the command line", { NextToken: "eyJNYXJrZXIiOiBudWxsfQ==" }],
  ])("%s marks a page: the one after it adds to it and nothing counts as gone", async (_, sign) => {
    const { names, warnings } = await read([
      details([user("anna")], sign),
      details([user("bert")]),
    ]);
    expect(names).toEqual(["anna", "bert", "worker"]);
    expect(warnings).toContain("The file file-0 is one page of several");
  });

  test("pages written one after the other into a file, or gathered in a list, are read together", async () => {
    const cut = details([user("anna")], { Marker: "AAAA" });
    const last = details([user("bert")]);
    for (const text of [`${cut}\n${last}\n`, `[${cut},\n${last}]`]) {
      expect((await read([text])).names).toEqual(["anna", "bert", "worker"]);
    }
  });

  test("of two whole exports in one file the later one counts", async () => {
    const both = `${details([user("anna"), user("bert")])}\n${details([user("anna")])}`;
    expect((await read([both])).names).toEqual(["anna", "worker"]);
  });

  test("accounts in one file are kept apart", async () => {
    const elsewhere = details([user("otto")]).replaceAll(account, other);
    const { named } = await read([`${details([user("anna")])}${elsewhere}`]);
    expect([named("anna")?.container, named("otto")?.container]).toEqual([account, other]);
  });
});

test("roles of IAM Identity Center are listed only when wanted", async () => {
  const sso = role("AWSReservedSSO_Admins", { Path: "/aws-reserved/sso.amazonaws.com/" });
  const text = details([], { RoleDetailList: [role("worker"), sso] });
  expect((await read([text])).names).toEqual(["worker"]);
  expect((await read([text], { includeSsoRoles: true })).names).toEqual([
    "AWSReservedSSO_Admins",
    "worker",
  ]);
});

test("a trust policy that cannot be read leaves a gap for that role alone", async () => {
  const odd = role("odd", { AssumeRolePolicyDocument: { Statement: [{ Effect: "Perhaps" }] } });
  const { gaps, named } = await read([details([], { RoleDetailList: [role("worker"), odd] })]);
  const idPrefix = named("odd")?.externalId;
  const ofRoles = gaps.filter(({ scope }) => scope.startsWith("role "));
  expect(ofRoles.map(({ scope, within }) => ({ scope, within }))).toEqual([
    { scope: "role odd", within: { part: account, idPrefix, only: ["trust"] } },
  ]);
});
