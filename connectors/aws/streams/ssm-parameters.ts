import type { ParameterMetadata } from "@aws-sdk/client-ssm";
import { known, unknown, type Fact } from "@/lib/domain/evidence";
import type { CredentialRecord, SourceRecord } from "@/lib/domain/inventory/source-record";
import { clean, creatorUnknown, dateFact, isoDate } from "../../shared/aws-iam/text";
import { call, listed, present } from "../call";
import type { AccountSession } from "../session";
import type { TakeStep } from "../step";

const listName = "ssm:DescribeParameters";

/** Encrypted parameters of Parameter Store: names and dates. Their values are never asked for. */
export const ssmParametersStep: TakeStep = async (session, at, region) => {
  const { DescribeParametersCommand, SSMClient } = await import("@aws-sdk/client-ssm");
  const client = new SSMClient(session.options("ssm", region));
  const answer = await call(listName, () =>
    client.send(
      new DescribeParametersCommand({
        ParameterFilters: [{ Key: "Type", Option: "Equals", Values: ["SecureString"] }],
        MaxResults: 50,
        NextToken: at ?? undefined,
      }),
    ),
  );
  const entries = listed(answer.Parameters, listName).filter((one) => one.Type === "SecureString");
  return {
    records: entries.flatMap((entry) => recordsOf(entry, session, region)),
    next: answer.NextToken ?? null,
  };
};

function factsOf(entry: ParameterMetadata, session: AccountSession): CredentialRecord["facts"] {
  const { observedAt } = session.reading(listName);
  const changed = dateFact(entry.LastModifiedDate, listName, observedAt);
  const isFirst = entry.Version === 1;
  const changer = entry.LastModifiedUser;
  return {
    createdAt: isFirst ? changed : unknown("not_offered", "AWS gives the last change only"),
    createdBy:
      isFirst && changer ? known(clean(changer, 500), listName, observedAt) : creatorUnknown,
    lastUsedAt: unknown("not_offered", "AWS does not tell when a parameter was read"),
    expiresAt: expiryOf(entry, observedAt),
    lastRotatedAt: changed,
  };
}

/** An advanced parameter can carry a policy that deletes it at a time. */
function expiryOf(entry: ParameterMetadata, observedAt: Date): Fact<string | null> {
  const policy = entry.Policies?.find((one) => one.PolicyType === "Expiration");
  if (!policy) return known(null, listName, observedAt);
  const at = /"Timestamp"\s*:\s*"([^"]{1,40})"/.exec(policy.PolicyText ?? "")?.[1];
  const expiresAt = isoDate(at);
  return expiresAt === null
    ? unknown("unreadable", "The parameter's expiration policy could not be read")
    : known(expiresAt, listName, observedAt);
}

function recordsOf(
  entry: ParameterMetadata,
  session: AccountSession,
  region: string,
): SourceRecord[] {
  const name = present(entry.Name, listName);
  const arn =
    entry.ARN ??
    `arn:${session.partition}:ssm:${region}:${session.accountId}:parameter/${name.replace(/^\//, "")}`;
  const externalId = clean(arn, 600);
  const label = clean(name, 500);
  const description = entry.Description ? clean(entry.Description, 2000) : undefined;
  const facts = factsOf(entry, session);
  return [
    {
      type: "stored_secret",
      externalId,
      kind: "stored_secret",
      detail: "aws.ssm_parameter",
      name: label,
      ...(description ? { description } : {}),
      status: "active",
      container: session.accountId,
      tags: {},
      attributes: {
        arn: clean(arn, 1000),
        kmsKey: entry.KeyId ? clean(entry.KeyId, 500) : null,
        tier: entry.Tier ? clean(entry.Tier, 60) : null,
        version: entry.Version ?? null,
        lastModifiedBy: entry.LastModifiedUser ? clean(entry.LastModifiedUser, 500) : null,
      },
      readableBy: "Principals of the account whose policies allow ssm:GetParameter and its KMS key",
      facts: {
        ...facts,
        privilege: unknown("not_offered", "AWS does not know what a stored secret opens"),
      },
    },
    {
      type: "credential",
      externalId,
      identityExternalId: externalId,
      kind: "stored_secret",
      name: label,
      status: "active",
      scopes: [],
      attributes: {},
      facts,
    },
  ];
}
