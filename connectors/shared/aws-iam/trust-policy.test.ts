import { describe, expect, test } from "vitest";
import { parsePolicy } from "./documents";
import { readerEdges, trustEdges } from "./trust-policy";
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
    ["organisations whose name begins alike", sub("repo:example*"), "open"],
    ["one character of the organisation left open", sub("repo:exampl?/site:ref:x"), "open"],
    ["owners whose name begins alike", sub("repository_owner:example*"), "open"],
    ["one owner", sub("repository_owner:example:*"), "weak"],
    [
      "one owner's workflows, by a subject of one's own form",
      sub("job_workflow_ref:example/*"),
      "weak",
    ],
    ["an environment of anybody", sub("environment:prod:*"), "open"],
    ["a star that StringEquals takes literally", sub("repo:*", "StringEquals"), "narrow"],
    ["everybody but one", { StringNotEquals: { [`${github}:sub`]: "repo:evil/x:*" } }, "open"],
  ])("GitHub with %s", (_name, condition, verdict) => {
    expect(oidc(github, condition)[0]).toMatchObject({ principalKind: "oidc", verdict });
  });

  test.each([
    ["a company's own GitLab", "gitlab.company.example", "weak"],
    ["an enterprise's own issuer of GitHub", `${github}/example`, "weak"],
    ["Buildkite, which everybody shares", "agent.buildkite.com", "open"],
  ])("%s (%s), without a condition", (_name, issuer, verdict) => {
    expect(oidc(issuer)[0]?.verdict).toBe(verdict);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["users of one pool", { aud: "eu-west-1:pool", amr: "authenticated" }, "weak"],
    ["guests of one pool", { aud: "eu-west-1:pool", amr: "unauthenticated" }, "open"],
    ["users of any pool", { amr: "authenticated" }, "open"],
  ])("Cognito: %s", (_name, claims, verdict) => {
    const issuer = "cognito-identity.amazonaws.com";
    const named = Object.fromEntries(
      Object.entries(claims).map(([claim, value]) => [`${issuer}:${claim}`, value]),
    );
    const edges = edgesOf({
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: issuer },
      Condition: { StringEquals: named },
    });
    expect(edges).toMatchObject([{ principalKind: "oidc", verdict }]);
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
    [
      "anyone of whatever organisation",
      { Principal: "*", Condition: { StringLike: { "aws:PrincipalOrgID": "o-*" } } },
      "anyone",
      "open",
    ],
    [
      "a role's name that any account can have",
      { Principal: "*", Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/ci" } } },
      "anyone",
      "open",
    ],
    [
      "a tag that any account can give",
      { Principal: "*", Condition: { StringEquals: { "aws:PrincipalTag/team": "ops" } } },
      "anyone",
      "open",
    ],
    [
      "the roles of one account",
      {
        Principal: "*",
        Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::444455556666:role/*" } },
      },
      "anyone",
      "weak",
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

  const policyOf = (...Statement: unknown[]) => parsePolicy({ Statement }) ?? [];
  const denyAll = (Action: string, Condition?: unknown) => ({
    Effect: "Deny",
    Action,
    Principal: "*",
    ...(Condition ? { Condition } : {}),
  });
  const open = { Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" };
  const read = {
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Principal: "*",
    Resource: "*",
  };

  test("a Deny of everybody closes only the way in that it names", () => {
    const other = policyOf(open, denyAll("sts:AssumeRoleWithSAML"));
    expect(trustEdges(other, scope)).toMatchObject([{ verdict: "open" }]);
    const undeletable = policyOf(read, denyAll("secretsmanager:DeleteSecret"));
    expect(readerEdges(undeletable, scope)).toMatchObject([{ verdict: "open" }]);
    const unreadable = policyOf(read, denyAll("secretsmanager:Get*"));
    expect(readerEdges(unreadable, scope)).toMatchObject([{ verdict: "narrow" }]);
  });

  test("a Deny of all who are not of the organisation is the same as asking for it", () => {
    const outside = { StringNotEquals: { "aws:PrincipalOrgID": "o-example" } };
    expect(trustEdges(policyOf(open, denyAll("sts:AssumeRole", outside)), scope)).toMatchObject([
      { principalKind: "organization", verdict: "weak" },
    ]);
    const both = { ...outside, Bool: { "aws:SecureTransport": "false" } };
    expect(trustEdges(policyOf(open, denyAll("sts:AssumeRole", both)), scope)).toMatchObject([
      { principalKind: "anyone", verdict: "open" },
    ]);
  });

  test("who may describe a secret is no reader of it", () => {
    const describe = { ...read, Action: "secretsmanager:DescribeSecret" };
    expect(readerEdges(policyOf(describe), scope)).toEqual([]);
  });

  test("the value of an external id is in no sentence", () => {
    const [edge] = edgesOf({ Principal: "*", Condition: externalId });
    expect(edge).toMatchObject({ principalKind: "anyone", verdict: "weak" });
    expect(edge?.because).not.toContain("agreed");
  });
});
