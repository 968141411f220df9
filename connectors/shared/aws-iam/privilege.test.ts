import { describe, expect, test } from "vitest";
import { effectiveAccess } from "./effective-access";
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
