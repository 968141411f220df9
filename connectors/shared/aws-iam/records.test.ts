import { describe, expect, test } from "vitest";
import { classifyRole, scoreUser } from "./classification";
import { parseCredentialReport } from "./credential-report";
import { ownerHints } from "./owner-hints";
import { edgesOf } from "./testing/trusts";

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
