import { unknown } from "@/lib/domain/evidence";
import type { SourceRecord } from "../contract";
import { isSsoRole } from "../shared/aws-iam/classification";
import type { ReportRow } from "../shared/aws-iam/credential-report";
import type { Reading } from "../shared/aws-iam/details";
import { PolicyBook } from "../shared/aws-iam/policy-book";
import {
  reportCredentials,
  reportUserRecords,
  rootRecords,
} from "../shared/aws-iam/report-records";
import { roleRecords } from "../shared/aws-iam/role-records";
import { clean } from "../shared/aws-iam/text";
import { rowOf, userRecords, type ReportReading } from "../shared/aws-iam/user-records";
import { type Entry, entryAt, type ListName, walkJson } from "./details-file";
import type { FileShelf } from "./file-bytes";
import type { AccountExport, Listed } from "./index-files";
import { kept } from "./kept";
import { readReport, readWrapped } from "./report-file";

export type StreamName = "account" | "users" | "roles";
/** Entries of a stream, each of which gives its records when it is asked for them. */
export interface Entries {
  count: number;
  give: (at: number) => Promise<SourceRecord[]>;
}

const source = "Uploaded authorization details";

export interface Opening {
  shelf: FileShelf;
  includeSsoRoles: boolean;
  now: Date;
  rest: () => Promise<void>;
}

/**
 * What one account gives, an entry at a time. Its policies, groups and report rows are held once they
 * are needed; users and roles are read from their place again when their turn comes.
 */
export function openAccount(
  account: AccountExport,
  opening: Opening,
): Record<StreamName, () => Promise<Entries>> {
  const { shelf, now, rest } = opening;
  const entry = async <List extends ListName>(list: List, at: Listed): Promise<Entry<List>> => {
    await rest();
    return entryAt((await shelf.read(at.file)).bytes, list, at);
  };
  const book = kept(async () => {
    const policies = await inTurn(account.policies, (at) => entry("Policies", at));
    return new PolicyBook(
      policies,
      await inTurn(account.groups, (at) => entry("GroupDetailList", at)),
    );
  });
  const rows = kept(() => rowsOf(account, shelf, rest));
  const rowsFrom = account.report?.at ?? now;
  const readingAt = (at: Date | null): Reading => ({
    accountId: account.accountId,
    ownAccounts: new Set([account.accountId]),
    source,
    observedAt: at ?? now,
  });
  const user = async (at: Listed): Promise<SourceRecord[]> => {
    const found = await entry("UserDetailList", at);
    const report: ReportReading = account.report
      ? { state: "read", rows: await rows(), generatedAt: rowsFrom }
      : { state: "absent", why: unknown("not_collected", "No credential report was uploaded") };
    const row = rowOf(found, report);
    return [
      ...userRecords(found, await book(), report, readingAt(at.at)),
      ...(row ? reportCredentials(found.UserId, row, rowsFrom) : []),
    ];
  };
  const role = async (at: Listed): Promise<SourceRecord[]> => {
    const found = await entry("RoleDetailList", at);
    if (isSsoRole(found.Path ?? "/") && !opening.includeSsoRoles) return [];
    return roleRecords(found, await book(), readingAt(at.at));
  };
  const alone = kept(async () => rowsAlone(account, await rows()));
  return {
    account: async () => {
      const roots = [...(await rows()).values()].filter(isRoot);
      return entriesOf(roots, async (row) => rootOf(account.accountId, row, rowsFrom));
    },
    users: async () => {
      const { users } = account;
      const rest = entriesOf(await alone(), async (row) =>
        reportUserRecords({ ...row, arn: clean(row.arn, 500) }, account.accountId, rowsFrom),
      );
      return {
        count: users.length + rest.count,
        give: async (at) => {
          const listed = users[at];
          return listed ? await user(listed) : await rest.give(at - users.length);
        },
      };
    },
    roles: async () => entriesOf(account.roles, role),
  };
}

const entriesOf = <One>(
  all: readonly One[],
  give: (one: One) => Promise<SourceRecord[]>,
): Entries => ({
  count: all.length,
  give: async (at) => {
    const one = all[at];
    return one === undefined ? [] : await give(one);
  },
});

async function inTurn<From, To>(
  from: readonly From[],
  make: (one: From) => Promise<To>,
): Promise<To[]> {
  const made: To[] = [];
  for (const one of from) made.push(await make(one));
  return made;
}

/** Rows of the account's newest report by ARN. */
async function rowsOf(
  { accountId, report }: AccountExport,
  shelf: FileShelf,
  rest: () => Promise<void>,
): Promise<Map<string, ReportRow>> {
  if (report === null) return new Map();
  const file = await shelf.read(report.file);
  const isJson =
    file.bytes.toString("latin1", file.start, file.start + 4_096).trimStart()[0] === "{";
  const read = isJson
    ? await readWrapped(file, (await walkJson(file, rest)).wrapped, rest)
    : await readReport(file, rest);
  const own = (read?.rows ?? []).filter(({ arn }) => arn.includes(`:${accountId}:`));
  return new Map(own.map((row) => [row.arn, row]));
}

const isRoot = ({ arn }: { arn: string }): boolean => arn.endsWith(":root");

/** Users whom only the report lists. Where newer authorization details leave one out, it is gone. */
function rowsAlone(
  { users, arns, report, cutPages }: AccountExport,
  rows: ReadonlyMap<string, ReportRow>,
): ReportRow[] {
  const newest = users.reduce((most, { at }) => Math.max(most, at?.getTime() ?? 0), 0);
  const isOlder = report !== null && report.at !== null && report.at.getTime() < newest;
  if (isOlder && cutPages.length === 0) return [];
  return [...rows.values()].filter((row) => !isRoot(row) && !arns.has(row.arn));
}

const rootOf = (accountId: string, row: ReportRow, rowFrom: Date): SourceRecord[] =>
  rootRecords({
    accountId,
    arn: clean(row.arn, 500),
    row,
    rowFrom,
    keysPresent: undefined,
    mfaEnabled: undefined,
    observedAt: rowFrom,
  });
