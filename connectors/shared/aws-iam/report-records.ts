import { known, unknown, type Fact } from "@/lib/domain/evidence";
import type {
  CredentialRecord,
  IdentityRecord,
  SourceRecord,
} from "@/lib/domain/inventory/source-record";
import type { ReportKey, ReportRow } from "./credential-report";
import { clean, creatorUnknown } from "./text";
import { dateUnread, lastUseOf, moreOf, passwordOf, reportSource } from "./user-records";

/** Access keys and certificates as the report knows them: by slot, without their ids. */
export function reportCredentials(
  identityExternalId: string,
  row: ReportRow,
  generatedAt: Date,
): CredentialRecord[] {
  return [
    ...row.keys.map((key) => keyRecord(identityExternalId, key, generatedAt)),
    ...row.certificates.map((one) => certificateRecord(identityExternalId, one, generatedAt)),
  ];
}

function certificateRecord(
  identityExternalId: string,
  { slot, active, lastRotatedAt }: ReportRow["certificates"][number],
  at: Date,
): CredentialRecord {
  const notHeld = unknown("not_offered", "The report does not hold the certificate itself");
  return {
    type: "credential",
    externalId: `${identityExternalId}/signing-certificate-${slot}`,
    identityExternalId,
    kind: "certificate",
    name: `Signing certificate ${slot}`,
    status: active ? "active" : "disabled",
    scopes: [],
    attributes: { slot },
    facts: {
      createdAt: unknown("not_offered", "The report gives the last rotation only"),
      createdBy: creatorUnknown,
      lastUsedAt: unknown("not_offered", "AWS does not tell when it was used"),
      expiresAt: notHeld,
      lastRotatedAt: lastRotatedAt
        ? known(lastRotatedAt, reportSource, at)
        : unknown("not_offered", "The report gives no date"),
    },
  };
}

function keyRecord(identityExternalId: string, key: ReportKey, at: Date): CredentialRecord {
  return {
    type: "credential",
    externalId: `${identityExternalId}/access-key-${key.slot}`,
    identityExternalId,
    kind: "access_key",
    name: `Access key ${key.slot}`,
    status: key.active ? "active" : "disabled",
    scopes: [],
    attributes: { slot: key.slot },
    facts: {
      createdAt: unknown("not_offered", "The report gives the last rotation only"),
      createdBy: creatorUnknown,
      lastUsedAt:
        key.lastUsedAt === undefined ? dateUnread : known(key.lastUsedAt, reportSource, at),
      ...(key.lastUsedDetail
        ? { lastUsedDetail: known(clean(key.lastUsedDetail, 500), reportSource, at) }
        : {}),
      expiresAt: known(null, reportSource, at),
      lastRotatedAt: key.lastRotatedAt
        ? known(key.lastRotatedAt, reportSource, at)
        : unknown("not_offered", "The report gives no date"),
    },
  };
}

/** A user known from the report alone: its policies are in another file. */
export function reportUserRecords(row: ReportRow, accountId: string, at: Date): SourceRecord[] {
  const lacking = "The credential report holds no policies; add the authorization details";
  const used = lastUseOf(row, at);
  const identity: IdentityRecord = {
    ...frame(row, accountId, at),
    externalId: row.arn,
    detail: "aws.iam_user",
    name: clean(row.user, 500) || row.arn,
    facts: {
      ...frame(row, accountId, at).facts,
      lastUsedAt: used.at,
      ...(used.detail ? { lastUsedDetail: used.detail } : {}),
      privilege: unknown("not_collected", lacking),
    },
  };
  const password = row.passwordEnabled === true ? [passwordOf(row.arn, row, at)] : [];
  return [identity, ...password, ...reportCredentials(row.arn, row, at)];
}

export interface RootReading {
  accountId: string;
  arn: string;
  row: ReportRow | undefined;
  rowFrom: Date;
  /** From the account summary; undefined where it could not be read. */
  keysPresent: boolean | undefined;
  mfaEnabled: boolean | undefined;
  observedAt: Date;
}

/** The root user of an account: always an administrator; a key of it is a finding of its own. */
export function rootRecords(root: RootReading): SourceRecord[] {
  const { row } = root;
  const reasons = ["The root user can do everything in the account; no policy limits it."];
  const base = frame(row, root.accountId, root.rowFrom);
  const used = row
    ? lastUseOf(row, root.rowFrom)
    : { at: unknown("not_collected", "Only the credential report tells the root user's use") };
  const keysPresent = root.keysPresent ?? (row ? row.keys.some((key) => key.active) : null);
  const identity: IdentityRecord = {
    ...base,
    externalId: root.arn,
    detail: "aws.root",
    name: `Root user of ${root.accountId}`,
    attributes: {
      ...base.attributes,
      rootAccessKeys: keysPresent,
      mfa: root.mfaEnabled ?? row?.mfaActive ?? null,
    },
    facts: {
      ...base.facts,
      lastUsedAt: used.at,
      ...("detail" in used && used.detail ? { lastUsedDetail: used.detail } : {}),
      privilege: known({ level: "admin", reasons }, "IAM documentation", root.observedAt),
    },
  };
  return [identity, ...rootKeys(root)];
}

function rootKeys(root: RootReading): CredentialRecord[] {
  if (root.row) return reportCredentials(root.arn, root.row, root.rowFrom);
  if (root.keysPresent !== true) return [];
  const lacking = unknown("not_offered", "The account summary says only that a key exists");
  const key = {
    slot: 1,
    active: true,
    lastRotatedAt: null,
    lastUsedAt: null,
    lastUsedDetail: null,
  };
  const record = keyRecord(root.arn, key, root.observedAt);
  return [
    {
      ...record,
      name: "Root access key",
      facts: { ...record.facts, lastUsedAt: lacking, lastRotatedAt: lacking },
    },
  ];
}

function frame(row: ReportRow | undefined, accountId: string, at: Date) {
  const createdAt: Fact<string> = row?.createdAt
    ? known(row.createdAt, reportSource, at)
    : unknown("not_collected", "The credential report was not read");
  return {
    type: "identity" as const,
    kind: "iam_user" as const,
    custody: "app_registration" as const,
    status: "active" as const,
    container: accountId,
    tags: {},
    attributes: {
      arn: row?.arn ? clean(row.arn, 1000) : null,
      mfa: row?.mfaActive ?? null,
      ...moreOf(row),
    },
    facts: {
      createdAt,
      createdBy: creatorUnknown,
      expiresAt: known(null, "IAM documentation", at),
      lastRotatedAt: unknown("not_offered", "Its credentials rotate, not the user"),
      interactive:
        row?.passwordEnabled === undefined
          ? unknown("not_collected", "The report does not say")
          : known(row.passwordEnabled, reportSource, at),
    },
  };
}
