import { known, unknown, type Fact, type Unknown } from "@/lib/domain/evidence";
import type { PrivilegeVerdict } from "@/lib/domain/identity/identity";
import type {
  CredentialRecord,
  IdentityRecord,
  SourceRecord,
} from "@/lib/domain/inventory/source-record";
import { environmentOf, scoreUser } from "./classification";
import type { ReportIndex, ReportRow } from "./credential-report";
import type { Reading, UserDetail } from "./details";
import { grantRecords } from "./grants";
import { ownerHints } from "./owner-hints";
import type { PolicyBook } from "./policy-book";
import type { Privilege } from "./privilege";
import { clean, creatorUnknown, dateFact, isoDate, tagsOf } from "./text";

export const reportSource = "iam:GetCredentialReport";

/** The credential report, or why there is none. */
export type ReportReading =
  | { state: "read"; rows: ReportIndex; generatedAt: Date }
  | { state: "absent"; why: Unknown };

/**
 * What the report knows of the user; undefined when it was made before the user was, also when its
 * row is of an earlier user of that name.
 */
export function rowOf(
  user: Pick<UserDetail, "Arn" | "CreateDate">,
  report: ReportReading,
): ReportRow | undefined {
  if (report.state === "absent") return undefined;
  const row = report.rows.get(user.Arn ?? "");
  const made = isoDate(user.CreateDate);
  if (!row?.createdAt || made === null) return row;
  return Date.parse(made) - Date.parse(row.createdAt) > sameMs ? undefined : row;
}
const sameMs = 60_000;

/** One IAM user, with whether it has MFA where the report does not say: itself, its console password, its grants and owner hints. */
export function userRecords(
  user: UserDetail & { UserId: string },
  book: PolicyBook,
  report: ReportReading,
  reading: Reading,
  mfa?: boolean,
): SourceRecord[] {
  const access = book.ofUser(user);
  const tags = tagsOf(user.Tags);
  const row = rowOf(user, report);
  const hasMfa = row?.mfaActive ?? mfa;
  const identity = userIdentity(user, tags, { row, hasMfa }, report, access.privilege, reading);
  const password =
    row?.passwordEnabled === true && report.state === "read"
      ? [passwordOf(user.UserId, row, report.generatedAt)]
      : [];
  return [
    identity,
    ...password,
    ...grantRecords(user.UserId, access.grants),
    ...ownerHints(user.UserId, tags),
  ];
}

function userIdentity(
  user: UserDetail & { UserId: string },
  tags: Record<string, string>,
  { row, hasMfa }: { row: ReportRow | undefined; hasMfa: boolean | undefined },
  report: ReportReading,
  privilege: Privilege,
  reading: Reading,
): IdentityRecord {
  const { source, observedAt } = reading;
  const name = user.UserName ?? user.UserId;
  const score = scoreUser({
    name,
    path: user.Path ?? "/",
    tags,
    hasPassword: row?.passwordEnabled,
    hasKeys: row ? row.keys.length > 0 : undefined,
    mfa: hasMfa,
    passwordUsedDaysAgo: daysAgo(row?.passwordLastUsedAt, observedAt),
  });
  const isPerson = !score.isNhi && row?.passwordEnabled === true;
  const used = lastUse(row, report);
  const environment = environmentOf(tags);
  return {
    type: "identity",
    externalId: user.UserId,
    kind: "iam_user",
    detail: isPerson ? "aws.iam_user.person" : "aws.iam_user",
    custody: "app_registration",
    name: clean(name, 500),
    status: "active",
    ...(environment ? { environment } : {}),
    container: reading.accountId,
    tags,
    attributes: {
      arn: user.Arn ? clean(user.Arn, 1000) : null,
      path: clean(user.Path ?? "/", 600),
      groups: (user.GroupList ?? []).slice(0, 50).map((group) => clean(group, 200)),
      boundary: boundaryOf(user),
      nhiScore: score.score,
      nhiReasons: score.reasons,
      // A person has a console password: without the report nobody knows.
      likelyPerson: score.isNhi || row?.passwordEnabled !== undefined ? isPerson : null,
      ...(hasMfa === undefined ? {} : { mfa: hasMfa }),
      ...moreOf(row),
      ...keyDescriptions(tags),
    },
    facts: {
      createdAt: dateFact(user.CreateDate, source, observedAt),
      createdBy: creatorUnknown,
      lastUsedAt: used.at,
      ...(used.detail ? { lastUsedDetail: used.detail } : {}),
      expiresAt: known(null, source, observedAt),
      lastRotatedAt: unknown("not_offered", "Its credentials rotate, not the user"),
      privilege: privilegeFact(privilege, reading),
      interactive: interactiveFact(row, report),
    },
  };
}

/** The boundary's ARN for the attributes. */
export const boundaryOf = (of: Pick<UserDetail, "PermissionsBoundary">): string | null => {
  const arn = of.PermissionsBoundary?.PermissionsBoundaryArn;
  return arn === undefined ? null : clean(arn, 1000);
};

/** That a user has more keys or certificates than the report lists. */
export const moreOf = (row: ReportRow | undefined): { notListed?: string } =>
  row?.more ? { notListed: clean(row.more, 300) } : {};

/** The console keeps an access key's description as a tag whose name is the key id. */
function keyDescriptions(tags: Record<string, string>): {
  keyDescriptions?: Record<string, string>;
} {
  const found = Object.entries(tags)
    .filter(([key]) => /^AKIA[A-Z0-9]{12,}$/.test(key))
    .slice(0, 4);
  return found.length > 0 ? { keyDescriptions: Object.fromEntries(found) } : {};
}

const daysAgo = (instant: string | null | undefined, now: Date): number | null =>
  instant ? (now.getTime() - Date.parse(instant)) / 86_400_000 : null;

/** The judged privilege as a fact. */
export function privilegeFact(privilege: Privilege, reading: Reading): Fact<PrivilegeVerdict> {
  return privilege.state === "known"
    ? known(
        { level: privilege.level, reasons: privilege.reasons },
        reading.source,
        reading.observedAt,
      )
    : unknown("unreadable", privilege.detail);
}

function lastUse(
  row: ReportRow | undefined,
  report: ReportReading,
): { at: Fact<string | null>; detail?: Fact<string> } {
  if (report.state === "absent") return { at: report.why };
  if (!row) return { at: unknown("not_tracked_yet", "Newer than the credential report") };
  return lastUseOf(row, report.generatedAt);
}

export const dateUnread = unknown(
  "unreadable",
  "The credential report gives no date as AWS writes it",
);

/** The latest use of a user's password and keys, as far as the report lists them all. */
export function lastUseOf(
  row: ReportRow,
  at: Date,
): { at: Fact<string | null>; detail?: Fact<string> } {
  if (row.more) {
    const why = "The credential report leaves out some of its keys, which may have been used later";
    return { at: unknown("not_offered", why) };
  }
  const isUnread =
    row.keys.some((key) => key.lastUsedAt === undefined) ||
    (row.passwordEnabled === true && row.passwordLastUsedAt === undefined);
  if (isUnread) return { at: dateUnread };
  const password = row.passwordLastUsedAt
    ? [{ at: row.passwordLastUsedAt, detail: "console password" }]
    : [];
  const keys = row.keys.flatMap((key) =>
    key.lastUsedAt ? [{ at: key.lastUsedAt, detail: key.lastUsedDetail }] : [],
  );
  const latest = [...password, ...keys].sort((a, b) => b.at.localeCompare(a.at))[0];
  if (!latest && row.passwordEnabled === false && row.keys.length === 0) {
    const why =
      "It has neither password nor access key: the report forgets those that were deleted, and knows no other credentials";
    return { at: unknown("not_offered", why) };
  }
  const used = known(latest?.at ?? null, reportSource, at);
  return latest?.detail
    ? { at: used, detail: known(clean(latest.detail, 500), reportSource, at) }
    : { at: used };
}

function interactiveFact(row: ReportRow | undefined, report: ReportReading): Fact<boolean> {
  if (report.state === "absent") return report.why;
  return row?.passwordEnabled === undefined
    ? unknown("not_tracked_yet", "Newer than the credential report")
    : known(row.passwordEnabled, reportSource, report.generatedAt);
}

/** The console password of a user who has one. */
export function passwordOf(identityExternalId: string, row: ReportRow, at: Date): CredentialRecord {
  const fact = <T>(value: T | undefined): Fact<T> =>
    value === undefined ? dateUnread : known(value, reportSource, at);
  return {
    type: "credential",
    externalId: `${identityExternalId}/password`,
    identityExternalId,
    kind: "password",
    name: "Console password",
    status: "active",
    scopes: [],
    attributes: { mfa: row.mfaActive ?? null },
    facts: {
      createdAt: unknown("not_offered", "The report gives the last change only"),
      createdBy: creatorUnknown,
      lastUsedAt: fact(row.passwordLastUsedAt),
      expiresAt: fact(row.passwordExpiresAt),
      lastRotatedAt: fact(row.passwordLastChangedAt),
    },
  };
}
