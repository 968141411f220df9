import { Refusal, type Asked } from "./asked";
import { lookupEvents } from "./trail";
import * as stored from "./stored";
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

/** Of everybody, but under a condition that leaves out the public. */
const conditional = (asked: Asked) => ({ ...finding(asked), id: "finding-organisation" });

const findings = (asked: Asked) => [finding(asked), unused(asked), conditional(asked)];

const details: Record<string, unknown> = {
  "finding-organisation": {
    externalAccessDetails: {
      action: ["sts:AssumeRole"],
      condition: { "aws:PrincipalOrgID": "o-partner" },
      isPublic: false,
      principal: { AWS: "*" },
    },
  },
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

/** A page of a list in JSON; the token is the index of its first entry. */
function page<T>(all: T[], from: unknown, most: unknown, asked: Asked) {
  const start = Number(from ?? 0);
  const until = start + Math.min(Number(most ?? 100), asked.options.pageSize);
  return { items: all.slice(start, until), next: until < all.length ? String(until) : undefined };
}

function rolesAnywhere(name: string, all: unknown[], url: string, asked: Asked) {
  const query = new URL(url, "http://stand-in").searchParams;
  const { items, next } = page(all, query.get("nextToken"), query.get("pageSize"), asked);
  return { [name]: items, ...(next ? { nextToken: next } : {}) };
}

/** The result of one operation of a service that speaks JSON. */
export function answerJson(operation: string, body: string, url: string, asked: Asked): unknown {
  const input = body === "" ? {} : (JSON.parse(body) as Record<string, unknown>);
  const path = url.split("?", 1)[0] ?? "/";
  const { account, region } = asked;
  switch (operation) {
    case "ListAccounts":
      return {
        Accounts: asked.options.accounts.map((Id) => ({
          Id,
          Email: `owner-${Id}@example.com`,
          Status: asked.options.states[Id] ?? "ACTIVE",
          State: asked.options.states[Id] ?? "ACTIVE",
        })),
      };
    case "LookupEvents":
      return lookupEvents(input, asked);
    case "DescribeParameters": {
      const all = stored.parameters(account, region);
      const { items, next } = page(all, input["NextToken"], input["MaxResults"], asked);
      return { Parameters: items, ...(next ? { NextToken: next } : {}) };
    }
    case "ListTrustAnchors":
      return rolesAnywhere("trustAnchors", [stored.trustAnchor(account, region)], url, asked);
    case "ListProfiles":
      return rolesAnywhere("profiles", [stored.profile(account, region)], url, asked);
    case "ListCrls":
      return rolesAnywhere("crls", [], url, asked);
    case "ListSubjects":
      return rolesAnywhere("subjects", stored.subjects(account, region), url, asked);
    case "GetSubject": {
      const id = decodeURIComponent(path.split("/").at(-1) ?? "");
      const found = stored.subjects(account, region).find((one) => one.subjectId === id);
      if (!found) throw new Refusal(404, "ResourceNotFoundException", "No such subject.");
      return { subject: { ...found, credentials: [stored.subjectCertificate] } };
    }
    case "ListClusters":
      return { clusters: [stored.cluster], nextToken: null };
    case "ListPodIdentityAssociations":
      return {
        associations: stored
          .podIdentities(account, region)
          .map(({ roleArn: _role, targetRoleArn: _target, ...shown }) => shown),
        nextToken: null,
      };
    case "DescribePodIdentityAssociation": {
      const id = decodeURIComponent(path.split("/").at(-1) ?? "");
      const found = stored.podIdentities(account, region).find((one) => one.associationId === id);
      if (!found) throw new Refusal(404, "ResourceNotFoundException", "No such association.");
      return { association: found };
    }
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
      return { findings: findings(asked) };
    case "GetFinding": {
      const id = path.split("/").at(-1) ?? "";
      const base = findings(asked).find((one) => one.id === id);
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
