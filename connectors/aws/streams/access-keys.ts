import {
  GetAccessKeyLastUsedCommand,
  ListAccessKeysCommand,
  ListUsersCommand,
  type AccessKeyMetadata,
  type User,
} from "@aws-sdk/client-iam";
import { known, unknown } from "@/lib/domain/evidence";
import type { CredentialRecord } from "@/lib/domain/inventory/source-record";
import type { Gap } from "../../contract";
import type { ReportKey, ReportRow } from "../../shared/aws-iam/credential-report";
import { clean, creatorUnknown, dateFact, isoDate } from "../../shared/aws-iam/text";
import { reportSource, rowOf, type ReportReading } from "../../shared/aws-iam/user-records";
import { isDenied, isGone } from "../aws-error";
import { call, everyPage, listed, present } from "../call";
import { withCreators } from "../remembered-creators";
import type { AccountSession } from "../session";
import { gapOf, type TakeStep } from "../step";

const listName = "iam:ListAccessKeys";
const usedName = "iam:GetAccessKeyLastUsed";

/** One page of users, for streams that ask for each of them. */
export async function userPage(session: AccountSession, marker: string | null, most: number) {
  const name = "iam:ListUsers";
  const answer = await call(name, () =>
    session.iam.send(new ListUsersCommand({ Marker: marker ?? undefined, MaxItems: most })),
  );
  return {
    users: listed(answer.Users, name),
    next: answer.IsTruncated ? present(answer.Marker, name) : null,
  };
}

/** Access keys of every user that has one, with when they were last used. */
export const accessKeysStep: TakeStep = async (session, at) => {
  const report = await session.report();
  const { users, next } = await userPage(session, at, 500);
  const gaps: Gap[] = [];
  const denied = (error: unknown, scope: string): void => {
    if (!isDenied(error)) throw error;
    // Every key is listed, only a fact of it is lacking.
    const within = { part: session.accountId, only: [] };
    if (gaps.length === 0)
      gaps.push(gapOf(error, `account ${session.accountId}: ${scope}`, within));
  };
  const wanted = users.filter((user) => mayHaveKeys(user, report));
  const perUser = await session.lanes.map(wanted, async (user) => {
    const keys = await keysOf(session, user.UserName ?? "").catch((error: unknown) => {
      if (isGone(error)) return [];
      throw error;
    });
    const row = rowOf(user, report);
    const records: CredentialRecord[] = [];
    for (const key of keys) {
      const slot = slotOf(key, keys, row);
      const used =
        slot?.lastUsedAt !== undefined && report.state === "read"
          ? fromSlot({ ...slot, lastUsedAt: slot.lastUsedAt }, report.generatedAt)
          : await lastUse(session, key, (error) => denied(error, "last use of access keys"));
      records.push(keyRecord(key, present(user.UserId, "iam:ListUsers"), used, session));
    }
    return records;
  });
  return { records: withCreators(perUser.flat(), await session.creators()), next, gaps };
};

/** The report spares a call for each user that has no key in it. */
const mayHaveKeys = (user: User, report: ReportReading): boolean =>
  (rowOf(user, report)?.keys.length ?? 1) > 0;

const keysOf = (session: AccountSession, UserName: string): Promise<AccessKeyMetadata[]> =>
  everyPage(listName, async (Marker) => {
    const answer = await call(listName, () =>
      session.iam.send(new ListAccessKeysCommand({ UserName, Marker })),
    );
    return {
      items: listed(answer.AccessKeyMetadata, listName),
      next: answer.IsTruncated ? answer.Marker : undefined,
    };
  });

/** The report has slots, not key ids: a slot is a key's only where the dates leave no doubt. */
function slotOf(
  key: AccessKeyMetadata,
  all: AccessKeyMetadata[],
  row: ReportRow | undefined,
): ReportKey | undefined {
  const made = isoDate(key.CreateDate)?.slice(0, 19);
  const sameSecond = all.filter((one) => isoDate(one.CreateDate)?.slice(0, 19) === made);
  const slots = row?.keys.filter((slot) => slot.lastRotatedAt?.slice(0, 19) === made) ?? [];
  return made !== undefined && sameSecond.length === 1 && slots.length === 1 ? slots[0] : undefined;
}

type Used = Pick<CredentialRecord["facts"], "lastUsedAt" | "lastUsedDetail">;

const fromSlot = (
  slot: Pick<ReportKey, "lastUsedDetail"> & { lastUsedAt: string | null },
  at: Date,
): Used => ({
  lastUsedAt: known(slot.lastUsedAt, reportSource, at),
  ...(slot.lastUsedDetail
    ? { lastUsedDetail: known(clean(slot.lastUsedDetail, 500), reportSource, at) }
    : {}),
});

async function lastUse(
  session: AccountSession,
  key: AccessKeyMetadata,
  denied: (error: unknown) => void,
): Promise<Used> {
  const { observedAt } = session.reading(usedName);
  try {
    const answer = await call(usedName, () =>
      session.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.AccessKeyId })),
    );
    const used = present(answer.AccessKeyLastUsed, usedName);
    const at = isoDate(used.LastUsedDate);
    const where = [used.ServiceName, used.Region]
      .filter((part) => part && part !== "N/A")
      .join(" in ");
    return {
      lastUsedAt: known(at, usedName, observedAt),
      ...(at && where ? { lastUsedDetail: known(clean(where, 500), usedName, observedAt) } : {}),
    };
  } catch (error) {
    if (isGone(error))
      return { lastUsedAt: unknown("stale", "The key vanished while it was read") };
    denied(error);
    return { lastUsedAt: unknown("permission_missing", `Needs ${usedName}`) };
  }
}

const statuses = { Active: "active", Inactive: "disabled", Expired: "expired" } as const;

function keyRecord(
  key: AccessKeyMetadata,
  identityExternalId: string,
  used: Used,
  session: AccountSession,
): CredentialRecord {
  const id = present(key.AccessKeyId, listName);
  const { source, observedAt } = session.reading(listName);
  return {
    type: "credential",
    externalId: id,
    identityExternalId,
    kind: "access_key",
    name: id,
    status: key.Status ? (statuses[key.Status] ?? "unknown") : "unknown",
    fingerprint: id,
    scopes: [],
    attributes: { accountId: session.accountId },
    facts: {
      createdAt: dateFact(key.CreateDate, source, observedAt),
      createdBy: creatorUnknown,
      ...used,
      expiresAt: known(null, source, observedAt),
      // A key cannot be rotated in place: its making is its last rotation.
      lastRotatedAt: dateFact(key.CreateDate, source, observedAt),
    },
  };
}
