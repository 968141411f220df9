import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sourceRecord } from "@/lib/domain/inventory/source-record";
import { classifyRole, scoreUser } from "./classification";
import { parseCredentialReport } from "./credential-report";
import { parsePolicy, type Statement } from "./documents";
import { effectiveAccess } from "./effective-access";
import { globMatches, globsOverlap } from "./globs";
import { ownerHints } from "./owner-hints";
import { PolicyBook } from "./policy-book";
import { judgePrivilege } from "./privilege";
import { roleRecords } from "./role-records";
import { trustEdges } from "./trust-policy";

const allow = (Action: unknown, Resource: unknown = "*", Condition?: unknown) => ({
  Effect: "Allow",
  Action,
  Resource,
  Condition,
});
const deny = (Action: unknown, Resource: unknown = "*", Condition?: unknown) => ({
  Effect: "Deny",
  Action,
  Resource,
  Condition,
});
const policy = (...Statement: unknown[]) => ({
  via: "policy",
  statements: parsePolicy({ Statement: JSON.parse(JSON.stringify(Statement)) }),
});
const unreadable = { via: "lost", statements: null };
const judged = (statements: unknown[], boundary?: unknown[]) =>
  judgePrivilege(effectiveAccess([policy(...statements)], boundary ? policy(...boundary) : null));
const level = (statements: unknown[], boundary?: unknown[]) => {
  const result = judged(statements, boundary);
  return result.state === "known" ? result.level : "unknown";
};
const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };

describe("effective privilege", () => {
  test.each<[string, unknown[], string]>([
    ["everything", [allow("*")], "admin"],
    ["all of IAM", [allow("iam:*")], "admin"],
    ["everything under a condition", [allow("*", "*", mfa)], "high"],
    [
      "everything but IAM",
      [{ Effect: "Allow", NotAction: ["iam:*", "organizations:*"], Resource: "*" }],
      "high",
    ],
    ["keys for others", [allow("iam:CreateAccessKey")], "high"],
    ["keys for others under a condition", [allow("iam:CreateAccessKey", "*", mfa)], "write"],
    [
      "keys for one user",
      [allow("iam:CreateAccessKey", "arn:aws:iam::111122223333:user/self")],
      "write",
    ],
    [
      "PassRole with a function that it can call",
      [allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"])],
      "high",
    ],
    ["PassRole alone", [allow("iam:PassRole")], "write"],
    ["every secret", [allow("secretsmanager:Get*")], "high"],
    ["all of S3", [allow("s3:*")], "high"],
    ["one bucket", [allow("s3:*", "arn:aws:s3:::example/*")], "write"],
    ["reading", [allow(["s3:Get*", "ec2:Describe*", "iam:ListUsers"])], "read"],
    ["a wildcard before the verb ends", [allow("s3:G*")], "write"],
    ["nothing", [], "none"],
    ["everything taken back", [allow("s3:*"), deny("*")], "none"],
    ["everything with IAM denied", [allow("*"), deny("iam:*")], "high"],
    [
      "a Deny elsewhere",
      [
        allow("iam:CreateAccessKey"),
        deny("iam:CreateAccessKey", "arn:aws:iam::111122223333:user/admin"),
      ],
      "high",
    ],
    [
      "a Deny that does not name reading",
      [allow("s3:*"), { Effect: "Deny", NotAction: ["s3:Get*"], Resource: "*" }],
      "write",
    ],
  ])("%s", (_name, statements, expected) => {
    expect(level(statements)).toBe(expected);
  });

  test("a boundary limits what a policy allows, and allows nothing itself", () => {
    expect(level([allow("*")], [allow("s3:Get*")])).toBe("read");
    expect(level([allow("s3:Get*")], [allow("*")])).toBe("read");
    expect(level([allow("s3:Get*")], [allow("ec2:*")])).toBe("none");
    expect(level([allow("*")], [allow("*"), deny("iam:*")])).toBe("high");
  });

  test("an unreadable policy leaves the level unknown, unless the rest makes an administrator", () => {
    expect(judgePrivilege(effectiveAccess([unreadable], null)).state).toBe("unreadable");
    expect(
      judgePrivilege(effectiveAccess([policy(allow("s3:Get*")), unreadable], null)).state,
    ).toBe("unreadable");
    expect(judgePrivilege(effectiveAccess([policy(allow("*")), unreadable], null))).toMatchObject({
      level: "admin",
    });
  });

  test("every known verdict names what it could not take into account", () => {
    const result = judged([allow("*")]);
    expect(result.state === "known" && result.reasons.at(-1)).toContain("Service control policies");
  });
});

const scope = { accountId: "111122223333", ownAccounts: new Set(["111122223333", "777788889999"]) };
const edgesOf = (statement: Record<string, unknown>) =>
  trustEdges(
    parsePolicy({
      Statement: { Effect: "Allow", Action: "sts:AssumeRole", ...statement },
    }) as Statement[],
    scope,
  );
const github = "token.actions.githubusercontent.com";
const oidc = (issuer: string, Condition?: Record<string, unknown>) =>
  edgesOf({
    Action: "sts:AssumeRoleWithWebIdentity",
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
    ...(Condition ? { Condition } : {}),
  });
const aud = { [`${github}:aud`]: "sts.amazonaws.com" };
const sub = (value: unknown, operator = "StringLike") => ({
  StringEquals: aud,
  [operator]: { ...(operator === "StringEquals" ? aud : {}), [`${github}:sub`]: value },
});

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

describe("whatever a document holds", () => {
  const junk = fc.anything({ withNullPrototype: false, maxDepth: 4 });
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom("*", "s3:*", "s3:Get*", "iam:*", "iam:PassRole", "*:*", "sts:AssumeRole"),
  );
  const statement = fc.record(
    {
      Effect: fc.oneof(fc.constantFrom("Allow", "Deny"), junk),
      Action: fc.oneof(word, fc.array(word, { maxLength: 3 }), junk),
      NotAction: fc.oneof(word, junk),
      Resource: fc.oneof(word, junk),
      Principal: fc.oneof(
        word,
        fc.dictionary(
          fc.constantFrom("AWS", "Service", "Federated", "__proto__"),
          fc.oneof(word, junk),
        ),
        junk,
      ),
      Condition: fc.oneof(fc.dictionary(fc.string(), fc.dictionary(fc.string(), word)), junk),
    },
    { requiredKeys: ["Effect"] },
  );
  const document = fc.oneof(
    fc.record({ Statement: fc.oneof(statement, fc.array(statement, { maxLength: 4 }), junk) }),
    junk,
    fc.string(),
  );

  test("parsing and judging never throw, and what cannot be read is never read, write or none", () => {
    fc.assert(
      fc.property(document, fc.option(document), (own, limit) => {
        const statements = parsePolicy(own);
        const boundary =
          limit === null ? null : { via: "boundary", statements: parsePolicy(limit) };
        const result = judgePrivilege(effectiveAccess([{ via: "own", statements }], boundary));
        expect([statements === null, result.state]).not.toEqual([true, "known"]);
        for (const edge of trustEdges(statements ?? [], scope)) expect(edge.because).not.toBe("");
      }),
      { numRuns: 1_000 },
    );
  });

  test("adding a Deny or a boundary never raises a level", () => {
    const order = ["none", "read", "write", "high", "admin"];
    const clean = fc.record({
      Effect: fc.constant("Allow"),
      Action: fc.array(word, { minLength: 1, maxLength: 3 }),
      Resource: fc.constant("*"),
    });
    fc.assert(
      fc.property(fc.array(clean, { maxLength: 4 }), word, (statements, action) => {
        const before = order.indexOf(level(statements));
        expect(order.indexOf(level([...statements, deny(action)]))).toBeLessThanOrEqual(before);
        expect(order.indexOf(level(statements, [allow(action)]))).toBeLessThanOrEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  test("a role of any content becomes records that the inventory accepts", () => {
    const book = new PolicyBook([], []);
    const reading = { ...scope, source: "test", observedAt: new Date(0) };
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        document,
        document,
        fc.string(),
        (name, trust, inline, date) => {
          const role = {
            RoleId: "AROAEXAMPLE",
            RoleName: name,
            AssumeRolePolicyDocument: trust,
            CreateDate: date,
            Path: name,
            RolePolicyList: [{ PolicyName: name, PolicyDocument: inline }],
            Tags: [{ Key: name, Value: date }],
          };
          const refused = roleRecords(role, book, reading).filter(
            (one) => !sourceRecord.safeParse(one).success,
          );
          expect(refused).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a pattern that matches a text overlaps it", () => {
    const glob = fc
      .array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 8 })
      .map((parts) => parts.join(""));
    const text = fc
      .array(fc.constantFrom("a", "b"), { maxLength: 8 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(glob, text, (pattern, plain) => {
        expect(globsOverlap(pattern, plain)).toBe(globMatches(pattern, plain));
      }),
    );
    fc.assert(
      fc.property(glob, glob, (left, right) => {
        expect(globsOverlap(left, right)).toBe(globsOverlap(right, left));
      }),
    );
  });
});

describe("reports, scores and hints", () => {
  test("the report's N/A is never, not_supported is unknown, and an empty slot is no key", () => {
    const text =
      "user,arn,user_creation_time,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated\n" +
      "bot,arn:x,2024-01-01T00:00:00+00:00,not_supported,no_information,FALSE,true,2024-01-02T00:00:00+00:00,N/A,false,N/A\n";
    const row = parseCredentialReport(text)?.[0];
    expect(row).toMatchObject({
      passwordEnabled: undefined,
      passwordLastUsedAt: null,
      mfaActive: false,
    });
    expect(row?.keys).toMatchObject([{ slot: 1, active: true, lastUsedAt: null }]);
    expect(parseCredentialReport("a,b\n1,2")).toBeNull();
    expect(parseCredentialReport("")).toBeNull();
  });

  const base = {
    path: "/",
    tags: {},
    hasPassword: false,
    hasKeys: true,
    mfa: false,
    passwordUsedDaysAgo: null,
  };
  test("a keyed user without a password is a workload, a person with a fresh password is not", () => {
    expect(scoreUser({ ...base, name: "ci-deploy" })).toMatchObject({ isNhi: true, score: 6 });
    const person = { ...base, name: "ann@example.com", hasPassword: true, passwordUsedDaysAgo: 3 };
    expect(scoreUser(person).isNhi).toBe(false);
  });

  test("roles are named after whom they serve", () => {
    const edges = edgesOf({ Principal: { Service: "lambda.amazonaws.com" } });
    expect(classifyRole("/", edges).detail).toBe("aws.role.lambda");
    expect(classifyRole("/aws-service-role/x/", edges).kind).toBe("managed_identity");
    expect(
      classifyRole("/", edgesOf({ Principal: { Service: "pods.eks.amazonaws.com" } })).detail,
    ).toBe("aws.role.eks_pod_identity");
  });

  test("tags and descriptions name owners, with how sure each is", () => {
    const hints = ownerHints(
      "id",
      {
        Owner: "ann@example.com",
        "created-by": "bob",
        "aws:cloudformation:stack-name": "web",
        color: "red",
      },
      "owner=team-x",
    );
    expect(hints.map((hint) => `${hint.method} ${hint.candidate}`)).toEqual([
      "tag ann@example.com",
      "creator bob",
      "iac web",
      "tag team-x",
    ]);
  });
});
