import { createHash } from "node:crypto";
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
import { gapsOf, warningsOf } from "./gaps";
import { manifest, type exportConfig } from "./manifest";
import { readFiles, type AccountExport, type Exports } from "./read-files";
import type { z } from "zod";

type Entry = () => SourceRecord[];
type StreamName = "account" | "users" | "roles";
const mostRecords = 750;
const source = "Uploaded authorization details";

/** AWS from files: the same records as live, as far as the files hold them. */
export const connector = defineConnector(manifest, {
  connect: async (config, io): Promise<Connection> => {
    const open = lazily(config, io);
    const stream = (name: StreamName, at: number) => ({
      name,
      title: manifest.streams[at]?.title ?? name,
      permissions: manifest.streams[at]?.permissions ?? [],
      list: async (cursor: string | null): Promise<Page> => {
        const { exports, entries, version } = open();
        return pageOf(entries[name], { cursor, version }, gapsOf(exports, name));
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
          warnings: warningsOf(exports),
        };
      },
      streams: [stream("account", 0), stream("users", 1), stream("roles", 2)],
    };
  },
});

/** The files are read at the first question, so that a bad one fails there with its reason. */
function lazily(config: z.infer<typeof exportConfig>, io: ConnectorIo) {
  let kept: { exports: Exports; entries: Record<StreamName, Entry[]>; version: string } | undefined;
  return () => {
    if (kept) return kept;
    const exports = readFiles(config.files);
    const now = io.now();
    const all = exports.accounts.map((account) => entriesOf(account, now));
    kept = {
      version: versionOf(config.files),
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
  const readingAt = (at: Date | null): Reading => ({
    accountId: account.accountId,
    ownAccounts: new Set([account.accountId]),
    source,
    observedAt: at ?? now,
  });
  const rowsFrom = account.report?.at ?? now;
  const report: ReportReading = account.report
    ? { state: "read", rows: account.report.rows, generatedAt: rowsFrom }
    : { state: "absent", why: unknown("not_collected", "No credential report was uploaded") };
  const users: Entry[] = account.users.map(({ entry: user, at }) => {
    const row = account.report?.rows.get(user.Arn ?? "");
    return () => [
      ...userRecords(user, book, report, readingAt(at)),
      ...(row ? reportCredentials(user.UserId, row, rowsFrom) : []),
    ];
  });
  return {
    users: [
      ...users,
      ...rowsAlone(account).map(
        (row): Entry =>
          () =>
            reportUserRecords({ ...row, arn: clean(row.arn, 500) }, account.accountId, rowsFrom),
      ),
    ],
    roles: account.roles.map(
      ({ entry: role, at }): Entry =>
        () =>
          roleRecords(role, book, readingAt(at)),
    ),
    account: rootEntries(account, rowsFrom),
  };
}

const isRoot = ({ arn }: { arn: string }): boolean => arn.endsWith(":root");

/** Users whom only the report lists. Where newer authorization details leave one out, it is gone. */
function rowsAlone({ users, report, cutPages }: AccountExport) {
  const withDetails = new Set(users.map(({ entry }) => entry.Arn));
  const newest = Math.max(...users.map(({ at }) => at?.getTime() ?? 0));
  const isOlder = report !== null && report.at !== null && report.at.getTime() < newest;
  if (isOlder && cutPages.length === 0) return [];
  return [...(report?.rows.values() ?? [])].filter(
    (row) => !isRoot(row) && !withDetails.has(row.arn),
  );
}

const rootEntries = ({ accountId, report }: AccountExport, rowsFrom: Date): Entry[] =>
  [...(report?.rows.values() ?? [])].filter(isRoot).map(
    (row): Entry =>
      () =>
        rootRecords({
          accountId,
          arn: clean(row.arn, 500),
          row,
          rowFrom: rowsFrom,
          keysPresent: undefined,
          mfaEnabled: undefined,
          observedAt: rowsFrom,
        }),
  );

/** Which files were read: a cursor counts their entries, so it fits no others. */
const versionOf = (files: z.infer<typeof exportConfig>["files"]): string => {
  const shape = files.map(({ name, at, text }) => [name, at ?? null, text.length]);
  return createHash("sha256").update(JSON.stringify(shape)).digest("hex").slice(0, 16);
};

function positionOf(cursor: string | null, version: string, length: number): number {
  if (cursor === null) return 0;
  const [of, position] = cursor.split(":");
  const from = Number(position);
  if (of !== version || !Number.isSafeInteger(from) || from < 0 || from > length) {
    throw new ConnectorError(
      "unexpected_response",
      "The files of this source changed while they were read.",
    );
  }
  return from;
}

function pageOf(
  entries: readonly Entry[],
  { cursor, version }: { cursor: string | null; version: string },
  gaps: Gap[],
): Page {
  const records: SourceRecord[] = [];
  let next = positionOf(cursor, version, entries.length);
  while (next < entries.length && records.length < mostRecords)
    records.push(...(entries[next++]?.() ?? []));
  return {
    records,
    nextCursor: next < entries.length ? `${version}:${next}` : null,
    complete: gaps.length === 0,
    ...(gaps.length > 0 ? { gaps } : {}),
  };
}
