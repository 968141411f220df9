import { Refusal, type Asked } from "./asked";
import * as world from "./world";

const analyzerArn = ({ account, region }: Asked): string =>
  `arn:aws:access-analyzer:${region}:${account}:analyzer/account`;

const finding = (asked: Asked) => {
  const role = world.roles(asked.account)[3];
  const at = "2026-01-01T00:00:00Z";
  return {
    id: "finding-vendor",
    resource: role?.Arn,
    resourceType: "AWS::IAM::Role",
    resourceOwnerAccount: asked.account,
    findingType: "ExternalAccess",
    status: "ACTIVE",
    createdAt: at,
    analyzedAt: at,
    updatedAt: at,
  };
};

const unused = (asked: Asked) => ({
  ...finding(asked),
  id: "finding-unused",
  findingType: "UnusedIAMRole",
  resource: world.roles(asked.account)[0]?.Arn,
});

const details: Record<string, unknown> = {
  "finding-vendor": {
    externalAccessDetails: {
      action: ["sts:AssumeRole"],
      condition: {},
      isPublic: false,
      principal: { AWS: "444455556666" },
    },
  },
  "finding-unused": { unusedIamRoleDetails: { lastAccessed: "2025-06-01T00:00:00Z" } },
};

/** The result of one operation of Secrets Manager, Organizations or Access Analyzer. */
export function answerJson(operation: string, body: string, path: string, asked: Asked): unknown {
  const input = body === "" ? {} : (JSON.parse(body) as Record<string, unknown>);
  switch (operation) {
    case "ListAccounts":
      return {
        Accounts: asked.options.accounts.map((Id) => ({ Id, Status: "ACTIVE", State: "ACTIVE" })),
      };
    case "ListSecrets": {
      const all = world.secrets(asked.account, asked.region);
      const from = Number(input["NextToken"] ?? 0);
      const until = from + Math.min(Number(input["MaxResults"] ?? 100), asked.options.pageSize);
      return {
        SecretList: all.slice(from, until),
        ...(until < all.length ? { NextToken: String(until) } : {}),
      };
    }
    case "GetResourcePolicy":
      return { ARN: input["SecretId"], ...resourcePolicy(String(input["SecretId"])) };
    case "ListAnalyzers":
      return {
        analyzers: [
          {
            arn: analyzerArn(asked),
            name: "account",
            type: "ACCOUNT",
            status: "ACTIVE",
            createdAt: "2026-01-01T00:00:00Z",
          },
        ],
      };
    case "ListFindings":
      return { findings: [finding(asked), unused(asked)] };
    case "GetFinding": {
      const id = path.split("/").at(-1) ?? "";
      const base = id === "finding-unused" ? unused(asked) : finding(asked);
      return { ...base, findingDetails: [details[id]] };
    }
    default:
      throw new Refusal(
        400,
        "UnknownOperationException",
        `The stand-in does not know ${operation}.`,
      );
  }
}

const resourcePolicy = (arn: string): { ResourcePolicy?: string } =>
  arn.includes("openai")
    ? {
        ResourcePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: "arn:aws:iam::444455556666:root" },
              Action: "secretsmanager:GetSecretValue",
              Resource: "*",
            },
          ],
        }),
      }
    : {};
