import { describe, expect, test } from "vitest";
import { parsePolicy } from "./documents";
import { trustEdges } from "./trust-policy";
import { scope, edgesOf, github, oidc, aud, sub } from "./testing/trusts";

describe("trust", () => {
  test.each<[string, Record<string, unknown> | undefined, string]>([
    ["no condition", undefined, "open"],
    ["the audience alone", { StringEquals: aud }, "open"],
    ["repo:*", sub("repo:*"), "open"],
    ["*", sub("*"), "open"],
    ["any organisation's repository of a name", sub("repo:*/site:ref:refs/heads/main"), "open"],
    ["all repositories of an organisation", sub("repo:example/*"), "weak"],
    ["any branch", sub("repo:example/site:*"), "weak"],
    ["pull requests", sub("repo:example/site:pull_request", "StringEquals"), "weak"],
    ["one branch", sub("repo:example/site:ref:refs/heads/main", "StringEquals"), "narrow"],
    ["one branch or anything", sub(["repo:example/site:ref:refs/heads/main", "repo:*"]), "open"],
    [
      "one branch without audience",
      { StringEquals: { [`${github}:sub`]: "repo:example/site:ref:refs/heads/main" } },
      "weak",
    ],
    ["a star that StringEquals takes literally", sub("repo:*", "StringEquals"), "narrow"],
    ["everybody but one", { StringNotEquals: { [`${github}:sub`]: "repo:evil/x:*" } }, "open"],
  ])("GitHub with %s", (_name, condition, verdict) => {
    expect(oidc(github, condition)[0]).toMatchObject({ principalKind: "oidc", verdict });
  });

  test("one Kubernetes service account is narrow, all of a cluster weak", () => {
    const eks = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE";
    const equals = {
      [`${eks}:sub`]: "system:serviceaccount:jobs:runner",
      [`${eks}:aud`]: "sts.amazonaws.com",
    };
    expect(oidc(eks, { StringEquals: equals })[0]?.verdict).toBe("narrow");
    expect(oidc(eks)[0]?.verdict).toBe("weak");
  });

  const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
  const externalId = { StringEquals: { "sts:ExternalId": "agreed" } };
  test.each<[string, Record<string, unknown>, string, string]>([
    ["anyone", { Principal: "*" }, "anyone", "open"],
    ["anyone but one", { NotPrincipal: root("444455556666") }, "anyone", "open"],
    [
      "anyone of an organisation",
      { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-example" } } },
      "organization",
      "weak",
    ],
    [
      "anyone with a vacuous condition",
      { Principal: "*", Condition: { StringLike: { "aws:PrincipalArn": "*" } } },
      "anyone",
      "open",
    ],
    [
      "anyone with IfExists",
      {
        Principal: "*",
        Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-example" } },
      },
      "anyone",
      "open",
    ],
    ["the same account", { Principal: root("111122223333") }, "account", "narrow"],
    ["another account", { Principal: root("444455556666") }, "external_account", "weak"],
    [
      "another account by number",
      { Principal: { AWS: "444455556666" } },
      "external_account",
      "weak",
    ],
    [
      "another account with an external id",
      { Principal: root("444455556666"), Condition: externalId },
      "external_account",
      "narrow",
    ],
    [
      "a role elsewhere",
      { Principal: { AWS: "arn:aws:iam::444455556666:role/x" } },
      "external_account",
      "narrow",
    ],
    ["a deleted principal", { Principal: { AWS: "AIDAEXAMPLEDELETED01" } }, "deleted", "weak"],
    ["a service", { Principal: { Service: "lambda.amazonaws.com" } }, "service", "narrow"],
    ["nonsense", { Principal: { AWS: "nonsense" } }, "identity", "unknown"],
    [
      "SAML with its audience",
      {
        Action: "sts:AssumeRoleWithSAML",
        Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/x" },
        Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
      },
      "saml",
      "narrow",
    ],
    [
      "SAML without it",
      {
        Action: "sts:AssumeRoleWithSAML",
        Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/x" },
      },
      "saml",
      "weak",
    ],
  ])("%s", (_name, statement, principalKind, verdict) => {
    expect(edgesOf(statement)).toMatchObject([{ principalKind, verdict }]);
  });

  test("tagging a session alone is no trust, and an account of the organisation is named as one", () => {
    expect(edgesOf({ Action: "sts:TagSession", Principal: "*" })).toEqual([]);
    expect(edgesOf({ Principal: root("777788889999") })[0]?.because).toContain("same organisation");
  });

  test("the widest of two statements for one principal decides, and a Deny of everybody closes it", () => {
    const both = parsePolicy({
      Statement: [
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: root("444455556666"),
          Condition: externalId,
        },
        { Effect: "Allow", Action: "sts:AssumeRole", Principal: root("444455556666") },
      ],
    });
    expect(trustEdges(both ?? [], scope)).toMatchObject([{ verdict: "weak" }]);
    const closed = parsePolicy({
      Statement: [
        { Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" },
        { Effect: "Deny", Action: "sts:*", Principal: "*" },
      ],
    });
    expect(trustEdges(closed ?? [], scope)).toMatchObject([{ verdict: "narrow" }]);
  });
});
