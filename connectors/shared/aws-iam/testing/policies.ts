import { parsePolicy } from "../documents";
import { effectiveAccess } from "../effective-access";
import { judgePrivilege } from "../privilege";

export const allow = (Action: unknown, Resource: unknown = "*", Condition?: unknown) => ({
  Effect: "Allow",
  Action,
  Resource,
  Condition,
});
export const deny = (Action: unknown, Resource: unknown = "*", Condition?: unknown) => ({
  Effect: "Deny",
  Action,
  Resource,
  Condition,
});
export const policy = (...Statement: unknown[]) => ({
  via: "policy",
  statements: parsePolicy({ Statement: JSON.parse(JSON.stringify(Statement)) }),
});
export const unreadable = { via: "lost", statements: null };
export const judged = (statements: unknown[], boundary?: unknown[]) =>
  judgePrivilege(effectiveAccess([policy(...statements)], boundary ? policy(...boundary) : null));
export const level = (statements: unknown[], boundary?: unknown[]) => {
  const result = judged(statements, boundary);
  return result.state === "known" ? result.level : "unknown";
};
export const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
