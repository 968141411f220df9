import {
  GetFindingV2Command,
  ListAnalyzersCommand,
  ListFindingsV2Command,
  type AccessAnalyzerClient,
  type FindingDetails,
  type FindingSummaryV2,
  type FindingType,
} from "@aws-sdk/client-accessanalyzer";
import type { SourceRecord, TrustRecord, UsageRecord } from "@/lib/domain/inventory/source-record";
import { boundedId, clean, isoDate } from "../../shared/aws-iam/text";
import { isGone } from "../aws-error";
import { call, everyPage, listed } from "../call";
import type { AccountSession } from "../session";
import type { TakeStep } from "../step";

const wantedTypes: FindingType[] = [
  "ExternalAccess",
  "UnusedIAMRole",
  "UnusedIAMUserAccessKey",
  "UnusedIAMUserPassword",
];
const findingName = "access-analyzer:GetFinding";

/** What analyzers that already exist have found: outside access, and the last use of idle roles and keys. */
export const accessAnalyzerStep: TakeStep = async (session, at, region) => {
  const client = session.analyzer(region);
  const analyzers = await activeAnalyzers(client);
  const [wantedArn = "", token = ""] = at?.split(" ", 2) ?? [];
  const analyzer = at === null ? analyzers[0] : analyzers.find((arn) => arn >= wantedArn);
  if (analyzer === undefined) return { records: [], next: null };
  const name = "access-analyzer:ListFindings";
  const answer = await call(name, () =>
    client.send(
      new ListFindingsV2Command({
        analyzerArn: analyzer,
        filter: { status: { eq: ["ACTIVE"] }, findingType: { eq: wantedTypes } },
        maxResults: 100,
        nextToken: analyzer === wantedArn && token ? token : undefined,
      }),
    ),
  );
  const findings = listed(answer.findings, name).filter(
    (one) => one.findingType !== undefined && wantedTypes.includes(one.findingType),
  );
  const records = await session.lanes.map(findings, (finding) =>
    readFinding(client, analyzer, finding, session),
  );
  const following = analyzers.find((arn) => arn > analyzer);
  const next = answer.nextToken
    ? `${analyzer} ${answer.nextToken}`
    : following
      ? `${following} `
      : null;
  return { records: records.flat(), next };
};

async function activeAnalyzers(client: AccessAnalyzerClient): Promise<string[]> {
  const name = "access-analyzer:ListAnalyzers";
  const all = await everyPage(name, async (nextToken) => {
    const answer = await call(name, () => client.send(new ListAnalyzersCommand({ nextToken })));
    return { items: listed(answer.analyzers, name), next: answer.nextToken };
  });
  return all.flatMap((one) => (one.status === "ACTIVE" && one.arn ? [one.arn] : [])).sort();
}

async function readFinding(
  client: AccessAnalyzerClient,
  analyzerArn: string,
  finding: FindingSummaryV2,
  session: AccountSession,
): Promise<SourceRecord[]> {
  // An analyzer of the organisation sees other accounts too; each account's own run covers those.
  if (finding.resourceOwnerAccount !== session.accountId || !finding.id) return [];
  const identityId = await subjectOf(finding, session);
  if (identityId === undefined) return [];
  try {
    const command = new GetFindingV2Command({ analyzerArn, id: finding.id });
    const answer = await call(findingName, () => client.send(command));
    return listed(answer.findingDetails, findingName).flatMap((details) =>
      recordsOf(details, identityId, finding.id ?? ""),
    );
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

async function subjectOf(
  finding: FindingSummaryV2,
  session: AccountSession,
): Promise<string | undefined> {
  const { resource, resourceType } = finding;
  if (resource === undefined) return undefined;
  if (resourceType === "AWS::SecretsManager::Secret") return clean(resource, 600);
  return (await session.index()).idByArn.get(resource);
}

function recordsOf(details: FindingDetails, identityId: string, findingId: string): SourceRecord[] {
  const unusedRole = details.unusedIamRoleDetails;
  if (unusedRole) return usage(identityId, unusedRole.lastAccessed);
  const unusedKey = details.unusedIamUserAccessKeyDetails;
  if (unusedKey?.accessKeyId) return usage(unusedKey.accessKeyId, unusedKey.lastAccessed);
  const unusedPassword = details.unusedIamUserPasswordDetails;
  if (unusedPassword) return usage(`${identityId}/password`, unusedPassword.lastAccessed);
  const external = details.externalAccessDetails;
  if (!external) return [];
  const principals = Object.entries(external.principal ?? { AWS: "*" });
  return principals.map(([kind, principal]): TrustRecord => {
    const isAnyone = principal === "*";
    // Everybody under a condition is not the public: only where AWS does not say does the name decide.
    const isPublic = external.isPublic ?? isAnyone;
    const actions = (external.action ?? []).slice(0, 3).join(", ");
    return {
      type: "trust",
      externalId: boundedId(`${identityId}/access-analyzer/${findingId}/${principal}`),
      identityExternalId: identityId,
      principalKind:
        isPublic || isAnyone
          ? "anyone"
          : kind === "Federated"
            ? issuerKind(principal)
            : "external_account",
      principal: clean(principal, 1000),
      verdict: isPublic ? "open" : "weak",
      because: clean(
        `Access Analyzer found access from outside the zone of trust: ${actions}.`,
        1000,
      ),
    };
  });
}

const issuerKind = (arn: string) => (arn.includes(":saml-provider/") ? "saml" : "oidc");

function usage(subjectExternalId: string, at: Date | undefined): UsageRecord[] {
  const lastUsedAt = isoDate(at);
  return lastUsedAt === null
    ? []
    : [{ type: "usage", subjectExternalId, lastUsedAt, source: findingName }];
}
