import { ListMFADevicesCommand, type UserDetail } from "@aws-sdk/client-iam";
import { rowOf, type ReportReading } from "../shared/aws-iam/user-records";
import { isDenied, isGone } from "./aws-error";
import { call, listed } from "./call";
import type { AccountSession } from "./session";

const name = "iam:ListMFADevices";

/** One call each: of more users than this an account without a report does not tell it. */
const mostUsers = 5_000;

type Mfa = ReadonlyMap<string, boolean>;

/** Whether those users have MFA of whom the credential report says nothing, by their ids. */
export function mfaBeyondReport() {
  const asked = new WeakMap<AccountSession, { count: number; isDenied: boolean }>();
  let kept: { key: string; found: Mfa } | undefined;
  return async (
    session: AccountSession,
    page: string,
    users: readonly UserDetail[],
    report: ReportReading,
  ): Promise<Mfa> => {
    const key = `${session.accountId} ${page}`;
    if (kept?.key === key) return kept.found;
    const budget = asked.get(session) ?? { count: 0, isDenied: false };
    asked.set(session, budget);
    const unknown = users.filter((user) => rowOf(user, report)?.mfaActive === undefined);
    const wanted = budget.isDenied ? [] : unknown.slice(0, mostUsers - budget.count);
    budget.count += wanted.length;
    const found = new Map<string, boolean>();
    await session.lanes.map(wanted, async ({ UserId, UserName }) => {
      if (budget.isDenied || !UserId || !UserName) return;
      const has = await hasMfa(session, UserName).catch((error: unknown) => {
        if (!isDenied(error)) throw error;
        // A refusal is one permission for all of them; whoever verifies is told.
        if (!isGone(error)) budget.isDenied = true;
        return undefined;
      });
      if (has !== undefined) found.set(UserId, has);
    });
    kept = { key, found };
    return found;
  };
}

async function hasMfa(session: AccountSession, UserName: string): Promise<boolean> {
  const command = new ListMFADevicesCommand({ UserName, MaxItems: 1 });
  const answer = await call(name, () => session.iam.send(command));
  return listed(answer.MFADevices, name).length > 0;
}
