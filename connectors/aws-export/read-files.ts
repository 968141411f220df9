import type { ReportRow } from "../shared/aws-iam/credential-report";
import type { ExportFile } from "./manifest";
import { accountOf, type Details, type ParsedFile, parseFile } from "./parse-file";

type User = NonNullable<Details["UserDetailList"]>[number];
type Role = NonNullable<Details["RoleDetailList"]>[number];
type Group = NonNullable<Details["GroupDetailList"]>[number];
type Policy = NonNullable<Details["Policies"]>[number];

/** An entry with the time of its file. */
export interface Listed<Entry> {
  entry: Entry;
  at: Date | null;
}

export interface AccountExport {
  accountId: string;
  users: Listed<User>[];
  roles: Listed<Role>[];
  groups: Group[];
  policies: Policy[];
  report: { rows: Map<string, ReportRow>; at: Date | null } | null;
  /** Files in use that hold one page of several. */
  cutPages: string[];
}

export interface Exports {
  accounts: AccountExport[];
  /** Files whose every list a newer file replaces. */
  replaced: string[];
}

interface Lists {
  users: User[];
  roles: Role[];
  groups: Group[];
  policies: Policy[];
}

/** What one file of authorization details holds of one account. */
interface Share extends Lists {
  name: string;
  at: Date | null;
  isCut: boolean;
}

interface Shares {
  details: Share[];
  reports: { name: string; at: Date | null; rows: ReportRow[] }[];
}

const kinds = ["users", "roles", "groups", "policies"] as const;

/**
 * Reads every file by its content. One that cannot be read stops all: half an export is not an
 * account. Of each account the newest list of each kind counts, so that what a newer export leaves
 * out is gone; a file that lists none of a kind, as with `--filter`, says nothing about it.
 */
export function readFiles(files: readonly ExportFile[]): Exports {
  const parsed = files.map(parseFile).toSorted((a, b) => timeOf(a.at) - timeOf(b.at));
  const shares = new Map<string, Shares>();
  const everywhere: Policy[] = [];
  for (const file of parsed) share(shares, everywhere, file);
  const used = new Set<string>();
  const accounts = [...shares]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([accountId, one]) => newestOf(accountId, one, everywhere, used));
  const held = [...shares.values()].flatMap(({ details, reports }) => [...details, ...reports]);
  const replaced = new Set(held.map(({ name }) => name).filter((name) => !used.has(name)));
  return { accounts, replaced: [...replaced] };
}

const timeOf = (at: Date | null): number => at?.getTime() ?? 0;

function share(shares: Map<string, Shares>, everywhere: Policy[], file: ParsedFile): void {
  const at = (arn: string | undefined): Shares => {
    const accountId = accountOf(arn) ?? "";
    const kept = shares.get(accountId) ?? { details: [], reports: [] };
    shares.set(accountId, kept);
    return kept;
  };
  if (file.what === "report") {
    const { name, at: made } = file;
    const own = new Map<Shares, ReportRow[]>();
    for (const row of file.rows) {
      const account = at(row.arn);
      const rows = own.get(account) ?? [];
      own.set(account, rows);
      rows.push(row);
    }
    for (const [account, rows] of own) account.reports.push({ name, at: made, rows });
    return;
  }
  const { UserDetailList, RoleDetailList, GroupDetailList, Policies, IsTruncated } = file.details;
  const own = new Map<Shares, Share>();
  const of = (arn: string | undefined): Share => {
    const account = at(arn);
    const kept = own.get(account) ?? {
      name: file.name,
      at: file.at,
      isCut: IsTruncated === true,
      users: [],
      roles: [],
      groups: [],
      policies: [],
    };
    own.set(account, kept);
    return kept;
  };
  for (const user of UserDetailList ?? []) of(user.Arn).users.push(user);
  for (const role of RoleDetailList ?? []) of(role.Arn).roles.push(role);
  for (const group of GroupDetailList ?? []) of(group.Arn).groups.push(group);
  const isOfAws = ({ Arn }: Policy): boolean => accountOf(Arn) === undefined;
  const ofAws = (Policies ?? []).filter(isOfAws);
  for (const policy of Policies ?? []) if (!isOfAws(policy)) of(policy.Arn).policies.push(policy);
  for (const one of own.values()) one.policies.push(...ofAws);
  if (own.size === 0) everywhere.push(...ofAws);
  for (const [account, one] of own) account.details.push(one);
}

/**
 * The newest file, and with it the pages right before it: the last page of an export that was cut
 * looks like a whole one. Where only a page is newer, the whole export before it is read as well.
 */
function inUse(files: readonly Share[]): Share[] {
  const used: Share[] = [];
  for (const file of files.toReversed()) {
    if (used.some(({ isCut }) => !isCut) && !file.isCut) break;
    used.unshift(file);
  }
  return used;
}

function newestOf(
  accountId: string,
  { details, reports }: Shares,
  everywhere: readonly Policy[],
  used: Set<string>,
): AccountExport {
  const cutPages = new Set<string>();
  const lists = Object.fromEntries(
    kinds.map((kind) => {
      const files = inUse(details.filter((one) => one[kind].length > 0));
      for (const { name, isCut } of files) {
        used.add(name);
        if (isCut) cutPages.add(name);
      }
      return [kind, files];
    }),
  ) as Record<(typeof kinds)[number], Share[]>;
  const report = reports.at(-1);
  if (report) used.add(report.name);
  return {
    accountId,
    users: listed(
      lists.users.map(({ at, users }) => ({ at, entries: users })),
      ({ UserId }) => UserId,
    ),
    roles: listed(
      lists.roles.map(({ at, roles }) => ({ at, entries: roles })),
      ({ RoleId }) => RoleId,
    ),
    groups: lists.groups.flatMap(({ groups }) => groups),
    policies: [...everywhere, ...lists.policies.flatMap(({ policies }) => policies)],
    report: report
      ? { rows: new Map(report.rows.map((row) => [row.arn, row])), at: report.at }
      : null,
    cutPages: [...cutPages],
  };
}

/** Each entry once: of two pages with the same one, the newer counts. */
function listed<Entry>(
  files: readonly { at: Date | null; entries: readonly Entry[] }[],
  idOf: (entry: Entry) => string,
): Listed<Entry>[] {
  const byId = new Map<string, Listed<Entry>>();
  for (const { at, entries } of files) {
    for (const entry of entries) byId.set(idOf(entry), { entry, at });
  }
  return [...byId.values()];
}
