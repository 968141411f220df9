import { describe, expect, test } from "vitest";
import { effectiveAccess } from "./effective-access";
import { foldGrants } from "./grants";
import { judgePrivilege } from "./privilege";
import { allow, deny, policy, unreadable, judged, level, mfa } from "./testing/policies";

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

  const ours = "111122223333";
  test.each<[string, unknown[], string]>([
    ["keys for every user", [allow("iam:CreateAccessKey", "arn:aws:iam::*:user/*")], "high"],
    [
      "keys for every user of its own account",
      [allow("iam:CreateAccessKey", `arn:aws:iam::${ours}:user/*`)],
      "high",
    ],
    [
      "keys for every user of a foreign account, where they cannot be made",
      [allow("iam:CreateAccessKey", "arn:aws:iam::999988887777:user/*")],
      "write",
    ],
    [
      "keys for itself",
      [allow("iam:CreateAccessKey", "arn:aws:iam::*:user/${aws:username}")],
      "write",
    ],
    [
      "any role for a machine",
      [allow("iam:PassRole", "arn:aws:iam::*:role/*"), allow("ec2:RunInstances")],
      "high",
    ],
    [
      "the roles below one path for a machine",
      [allow("iam:PassRole", "arn:aws:iam::*:role/apps/*"), allow("ec2:RunInstances")],
      "write",
    ],
    ["all of IAM in its own account", [allow("iam:*", `arn:aws:iam::${ours}:*`)], "admin"],
    ["all of IAM by an ARN that ends early", [allow("iam:*", "arn:aws:iam")], "admin"],
    ["everything in China", [allow("*", "arn:aws-cn:*:*:*:*")], "admin"],
    [
      "everything but one bucket",
      [{ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::secret/*" }],
      "admin",
    ],
    [
      "all of IAM but IAM",
      [{ Effect: "Allow", Action: "iam:*", NotResource: "arn:aws:iam::*:*" }],
      "write",
    ],
    ["every action on S3", [allow("*", "arn:aws:s3:::*")], "high"],
    ["everything with all of S3 denied", [allow("*"), deny("*", "arn:aws:s3:::*")], "admin"],
    [
      "everything with the secrets denied",
      [allow("*"), deny("*", "arn:aws:secretsmanager:*:*:*")],
      "admin",
    ],
    ["all of S3 denied by its ARN", [allow("s3:*"), deny("s3:*", "arn:aws:s3:::*")], "none"],
    [
      "PassRole denied for all roles but one",
      [
        allow(["iam:PassRole", "ec2:RunInstances"]),
        { Effect: "Deny", Action: "iam:PassRole", NotResource: "arn:aws:iam::*:role/web" },
      ],
      "write",
    ],
  ])("resources: %s", (_name, statements, expected) => {
    const result = judgePrivilege(effectiveAccess([policy(...statements)], null, ours));
    expect(result.state === "known" && result.level).toBe(expected);
  });

  test("a grant says admin or high only of what the Deny and the boundary leave", () => {
    const grants = (statements: unknown[], boundary?: unknown[]) =>
      foldGrants(
        effectiveAccess([policy(...statements)], boundary ? policy(...boundary) : null, ours)
          .allowances,
      ).map(({ entitlement, level: at }) => [entitlement, at]);
    const noIam = [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }];
    expect(grants([allow(["iam:*", "s3:Get*"])], noIam)).toEqual([["s3:get*", "read"]]);
    expect(grants([allow("*", "arn:aws:s3:::*")])).toEqual([["*", "write"]]);
    expect(grants([allow("iam:*", `arn:aws:iam::${ours}:*`)])).toEqual([["iam:*", "admin"]]);
    const but = { Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::secret/*" };
    expect(grants([but])).toEqual([["*", "admin"]]);
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
