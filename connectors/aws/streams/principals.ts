import { isSsoRole } from "../../shared/aws-iam/classification";
import { roleRecords, unreadTrusts } from "../../shared/aws-iam/role-records";
import { userRecords } from "../../shared/aws-iam/user-records";
import type { SourceRecord } from "../../contract";
import { listed, present } from "../call";
import { mostDetails, type Details } from "../details";
import { candidatesIn, noteCandidates, type Noting } from "../last-accessed";
import { mfaBeyondReport } from "../mfa";
import type { AccountSession } from "../session";
import { withCreators } from "../remembered-creators";
import type { Step, TakeStep } from "../step";

const name = "iam:GetAccountAuthorizationDetails";
const mostRecords = 750;

interface Place {
  marker: string | undefined;
  /** Entries of the provider's page that earlier pages of ours have given. */
  skip: number;
}

const placeOf = (at: string | null): Place => {
  if (at === null) return { marker: undefined, skip: 0 };
  const cut = at.indexOf(" ");
  return { skip: Number(at.slice(0, cut)) || 0, marker: at.slice(cut + 1) || undefined };
};

/** Gives a provider's page in parts, since one entry can be two hundred records. */
function inParts<T>(
  entries: T[],
  place: Place,
  next: string | undefined,
  map: (entry: T) => SourceRecord[],
): Step {
  const records: SourceRecord[] = [];
  for (let at = place.skip; at < entries.length; at += 1) {
    records.push(...map(entries[at] as T));
    if (records.length >= mostRecords && at + 1 < entries.length) {
      return { records, next: `${at + 1} ${place.marker ?? ""}` };
    }
  }
  return { records, next: next === undefined ? null : `0 ${next}` };
}

/** Remembers the last page, so that its parts cost one call. */
function pager(kind: "User" | "Role") {
  let kept: { key: string; page: Details } | undefined;
  return async (session: AccountSession, marker: string | undefined): Promise<Details> => {
    const key = `${session.accountId} ${marker ?? ""}`;
    if (kept?.key !== key) {
      kept = { key, page: await session.details([kind], marker, mostDetails[kind]) };
    }
    return kept.page;
  };
}

/** Leaves a note for the stream that asks what privileged and idle ones last used. */
async function noted(session: AccountSession, list: Noting, step: Step): Promise<Step> {
  await noteCandidates(session, list, candidatesIn(step.records, session.io.now()));
  return step;
}

/** Users with their groups' and boundary's effect on what they may do. */
export function usersStep(): TakeStep {
  const page = pager("User");
  const mfa = mfaBeyondReport();
  return async (session, at) => {
    const place = placeOf(at);
    const book = await session.book();
    const report = await session.report();
    const { answer, next } = await page(session, place.marker);
    const reading = session.reading(name);
    const creators = await session.creators();
    const users = listed(answer.UserDetailList, name);
    const hasMfa = await mfa(session, place.marker ?? "", users, report);
    const step = inParts(users, place, next, (user) => {
      const whole = { ...user, UserId: present(user.UserId, name) };
      const found = hasMfa.get(whole.UserId);
      return withCreators(userRecords(whole, book, report, reading, found), creators);
    });
    return noted(session, { kind: "User", isFirst: at === null }, step);
  };
}

/** Roles with who may assume them; those of IAM Identity Center only when wanted. */
export function rolesStep(includeSsoRoles: boolean): TakeStep {
  const page = pager("Role");
  return async (session, at) => {
    const place = placeOf(at);
    const book = await session.book();
    const { answer, next } = await page(session, place.marker);
    const reading = session.reading(name);
    const creators = await session.creators();
    const step = inParts(listed(answer.RoleDetailList, name), place, next, (role) => {
      if (isSsoRole(role.Path ?? "/") && !includeSsoRoles) return [];
      const whole = { ...role, RoleId: present(role.RoleId, name) };
      return withCreators(roleRecords(whole, book, reading), creators);
    });
    const gaps = unreadTrusts(step.records);
    return noted(session, { kind: "Role", isFirst: at === null }, { ...step, gaps });
  };
}
