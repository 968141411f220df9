import { unknown } from "@/lib/domain/evidence";
import {
  defineConnector,
  type Connection,
  type ConnectorIo,
  type Gap,
  type Page,
  type SourceRecord,
} from "../contract";
import { ConnectorError } from "../contract";
import type { Reading } from "../shared/aws-iam/details";
import { PolicyBook } from "../shared/aws-iam/policy-book";
import {
  reportCredentials,
  reportUserRecords,
  rootRecords,
} from "../shared/aws-iam/report-records";
import { roleRecords } from "../shared/aws-iam/role-records";
import { clean } from "../shared/aws-iam/text";
import { userRecords, type ReportReading } from "../shared/aws-iam/user-records";
import { manifest, type exportConfig } from "./manifest";
import { readFiles, type AccountExport, type Exports } from "./read-files";
import type { z } from "zod";

type Entry = () => SourceRecord[];
const mostRecords = 750;
const source = "Uploaded authorization details";

/** AWS from files: the same records as live, as far as the files hold them. */
export const connector = defineConnector(manifest, {
  connect: async (config, io): Promise<Connection> => {
    const open = lazily(config, io);
    const stream = (name: "account" | "users" | "roles", at: number) => ({
      name,
      title: manifest.streams[at]?.title ?? name,
      permissions: manifest.streams[at]?.permissions ?? [],
      list: async (cursor: string | null): Promise<Page> => {
        const { exports, entries } = open();
        return pageOf(entries[name], cursor, gapsOf(exports, name));
      },
    });
    return {
      verify: async () => {
        const { exports } = open();
        const names = exports.accounts.map((account) => account.accountId);
        return {
          principal: "Uploaded files",
          scope: names.length === 1 ? `Account ${names[0]}` : `${names.length} accounts`,
          missing: [],
          warnings: (["account", "users", "roles"] as const)
            .flatMap((name) => gapsOf(exports, name))
            .map((gap) => gap.message),
        };
      },
      streams: [stream("account", 0), stream("users", 1), stream("roles", 2)],
    };
  },
});

/** The files are read at the first question, so that a bad one fails there with its reason. */
function lazily(config: z.infer<typeof exportConfig>, io: ConnectorIo) {
  let kept:
    | { exports: Exports; entries: Record<"account" | "users" | "roles", Entry[]> }
    | undefined;
  return () => {
    if (kept) return kept;
    const exports = readFiles(config.files);
    const now = io.now();
    const all = exports.accounts.map((account) => entriesOf(account, now));
    kept = {
      exports,
      entries: {
        account: all.flatMap((one) => one.account),
        users: all.flatMap((one) => one.users),
        roles: all.flatMap((one) => one.roles),
      },
    };
    return kept;
  };
}

function entriesOf(account: AccountExport, now: Date) {
  const book = new PolicyBook(account.policies, account.groups);
  const reading: Reading = {
    accountId: account.accountId,
    ownAccounts: new Set([account.accountId]),
    source,
    observedAt: now,
  };
  const report: ReportReading = account.report
    ? { state: "read", rows: account.report, generatedAt: now }
    : { state: "absent", why: unknown("not_collected", "No credential report was uploaded") };
  const withDetails = new Set<string | undefined>();
  const users: Entry[] = [...account.users.values()].map((user) => {
    withDetails.add(user.Arn);
    const row = account.report?.get(user.Arn ?? "");
    return () => [
      ...userRecords(user, book, report, reading),
      ...(row ? reportCredentials(user.UserId, row, now) : []),
    ];
  });
  const rows = [...(account.report?.values() ?? [])];
  const isRoot = (arn: string): boolean => arn.endsWith(":root");
  return {
    users: [
      ...users,
      ...rows
        .filter((row) => !isRoot(row.arn) && !withDetails.has(row.arn))
        .map(
          (row): Entry =>
            () =>
              reportUserRecords({ ...row, arn: clean(row.arn, 500) }, account.accountId, now),
        ),
    ],
    roles: [...account.roles.values()].map(
      (role): Entry =>
        () =>
          roleRecords(role, book, reading),
    ),
    account: rows
      .filter((row) => isRoot(row.arn))
      .map(
        (row): Entry =>
          () =>
            rootRecords({
              accountId: account.accountId,
              arn: clean(row.arn, 500),
              row,
              rowFrom: now,
              keysPresent: undefined,
              mfaEnabled: undefined,
              observedAt: now,
            }),
      ),
  };
}

function pageOf(entries: readonly Entry[], cursor: string | null, gaps: Gap[]): Page {
  const from = cursor === null ? 0 : Number(cursor);
  if (!Number.isSafeInteger(from) || from < 0 || from > entries.length) {
    throw new ConnectorError("unexpected_response", "The stored cursor does not fit these files.");
  }
  const records: SourceRecord[] = [];
  let next = from;
  while (next < entries.length && records.length < mostRecords)
    records.push(...(entries[next++]?.() ?? []));
  return {
    records,
    nextCursor: next < entries.length ? String(next) : null,
    complete: gaps.length === 0,
    ...(gaps.length > 0 ? { gaps } : {}),
  };
}

/** What the files leave out, so that nothing goes missing for it. */
function gapsOf({ accounts, cutPages }: Exports, stream: "account" | "users" | "roles"): Gap[] {
  const gaps: Gap[] = cutPages.map((name) => ({
    reason: "not_found",
    scope: name,
    message: `The file ${name} is one page of several: export without --no-paginate or add the other pages.`,
  }));
  for (const { accountId, users, roles, report } of accounts) {
    const lacking = (message: string) =>
      gaps.push({ reason: "not_found", scope: `account ${accountId}`, message });
    if (stream === "account" && report === null) {
      lacking(
        `No credential report of account ${accountId} was uploaded: keys and the root user are unknown.`,
      );
    }
    if (stream === "users" && users.size === 0 && report !== null && roles.size === 0) {
      lacking(
        `No authorization details of account ${accountId} were uploaded: privileges are unknown.`,
      );
    }
    if (stream === "roles" && roles.size === 0) {
      lacking(`No roles of account ${accountId} are in the uploaded files.`);
    }
  }
  return gaps;
}
