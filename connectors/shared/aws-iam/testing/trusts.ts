import { parsePolicy, type Statement } from "../documents";
import { trustEdges } from "../trust-policy";

export const scope = {
  accountId: "111122223333",
  ownAccounts: new Set(["111122223333", "777788889999"]),
};
export const edgesOf = (statement: Record<string, unknown>) =>
  trustEdges(
    parsePolicy({
      Statement: { Effect: "Allow", Action: "sts:AssumeRole", ...statement },
    }) as Statement[],
    scope,
  );
export const github = "token.actions.githubusercontent.com";
export const oidc = (issuer: string, Condition?: Record<string, unknown>) =>
  edgesOf({
    Action: "sts:AssumeRoleWithWebIdentity",
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
    ...(Condition ? { Condition } : {}),
  });
export const aud = { [`${github}:aud`]: "sts.amazonaws.com" };
export const sub = (value: unknown, operator = "StringLike") => ({
  StringEquals: aud,
  [operator]: { ...(operator === "StringEquals" ? aud : {}), [`${github}:sub`]: value },
});
