import { GetAccountSummaryCommand, ListAccountAliasesCommand } from "@aws-sdk/client-iam";
import type { OwnerHintRecord } from "@/lib/domain/inventory/source-record";
import type { Gap } from "../../contract";
import { rootRecords } from "../../shared/aws-iam/report-records";
import { clean } from "../../shared/aws-iam/text";
import { isDenied } from "../aws-error";
import { call, listed, present } from "../call";
import type { AccountSession } from "../session";
import { gapOf, type TakeStep } from "../step";

/** The root user with its keys, and whether the credential report can be read. */
export const accountStep: TakeStep = async (session) => {
  const gaps: Gap[] = [];
  const keysOnly = { part: session.accountId, only: ["credential" as const] };
  const summary = await readSummary(session).catch((error: unknown) => {
    if (!isDenied(error)) throw error;
    gaps.push(gapOf(error, `account ${session.accountId}: summary`, keysOnly));
    return null;
  });
  const alias = await readAlias(session).catch((error: unknown) => {
    if (!isDenied(error)) throw error;
    const within = { part: session.accountId, only: [] };
    gaps.push(gapOf(error, `account ${session.accountId}: alias`, within));
    return null;
  });
  const report = await session.report();
  if (report.state === "absent") {
    gaps.push({
      reason: report.why.reason === "permission_missing" ? "forbidden" : "not_enabled",
      scope: `account ${session.accountId}: credential report`,
      permission: "iam:GetCredentialReport",
      message: report.why.detail ?? "The credential report could not be read.",
      within: keysOnly,
    });
  }
  const { observedAt } = session.reading("");
  const arn = `arn:${session.partition}:iam::${session.accountId}:root`;
  const records = rootRecords({
    accountId: session.accountId,
    arn,
    row: report.state === "read" ? report.rows.get(arn) : undefined,
    rowFrom: report.state === "read" ? report.generatedAt : observedAt,
    keysPresent: isSome(summary?.["AccountAccessKeysPresent"]),
    mfaEnabled: isSome(summary?.["AccountMFAEnabled"]),
    observedAt,
  });
  const named = records.map((record) =>
    record.type === "identity" && alias !== null
      ? { ...record, attributes: { ...record.attributes, accountAlias: alias } }
      : record,
  );
  return { records: [...named, ...accountOwner(session, arn)], next: null, gaps };
};

/** Who opened the account answers for its root user. */
function accountOwner(session: AccountSession, identityExternalId: string): OwnerHintRecord[] {
  if (!session.email) return [];
  const evidence = "E-mail address of the account in AWS Organizations";
  const candidate = clean(session.email, 320);
  return [{ type: "owner_hint", identityExternalId, method: "container", candidate, evidence }];
}

async function readAlias(session: AccountSession): Promise<string | null> {
  const name = "iam:ListAccountAliases";
  const answer = await call(name, () => session.iam.send(new ListAccountAliasesCommand({})));
  const [alias] = listed(answer.AccountAliases, name);
  return alias === undefined ? null : clean(alias, 100);
}

const isSome = (count: number | undefined): boolean | undefined =>
  count === undefined ? undefined : count > 0;

async function readSummary(session: AccountSession): Promise<Partial<Record<string, number>>> {
  const name = "iam:GetAccountSummary";
  const answer = await call(name, () => session.iam.send(new GetAccountSummaryCommand({})));
  return present(answer.SummaryMap, name);
}
