import {
  type DetailsDocument,
  type ListName,
  notDetails,
  type Place,
  walkJson,
} from "./details-file";
import { accountOf, type FileShelf } from "./file-bytes";
import { readReport, readWrapped } from "./report-file";

/** Where an entry of the newest lists lies. */
export interface Listed {
  file: number;
  start: number;
  end: number;
  /** The time of its file. */
  at: Date | null;
}

/** Which file holds the newest credential report of an account. */
export interface ReportPlace {
  file: number;
  at: Date | null;
  /** How many of its users have more credentials than it lists. */
  withMore: number;
}

export interface AccountExport {
  accountId: string;
  users: Listed[];
  /** ARNs of those users. */
  arns: Set<string>;
  roles: Listed[];
  groups: Listed[];
  policies: Listed[];
  report: ReportPlace | null;
  /** Files in use that hold one page of several. */
  cutPages: string[];
}

export interface Exports {
  accounts: AccountExport[];
  /** Files whose every list a newer file replaces. */
  replaced: string[];
}

const kinds = {
  users: "UserDetailList",
  roles: "RoleDetailList",
  groups: "GroupDetailList",
  policies: "Policies",
} as const satisfies Record<string, ListName>;
type Kind = keyof typeof kinds;
type Found = Listed & { id: string; arn: string };

/** What one document of authorization details holds of one account. */
interface Share extends Record<Kind, Found[]> {
  name: string;
  at: Date | null;
  isCut: boolean;
}

interface Shares {
  details: Share[];
  reports: (ReportPlace & { name: string })[];
}

class Shelves {
  readonly accounts = new Map<string, Shares>();
  /** Policies of AWS from files that hold nothing of any account. */
  readonly everywhere: Found[] = [];

  of(accountId: string): Shares {
    const kept = this.accounts.get(accountId) ?? { details: [], reports: [] };
    this.accounts.set(accountId, kept);
    return kept;
  }
}

/**
 * Looks through every file by its content and remembers where what lies. One that cannot be read
 * stops all: half an export is not an account. Of each account the newest list of each kind counts,
 * so that what a newer export leaves out is gone; a file that lists none of a kind, as with
 * `--filter`, says nothing about it.
 */
export async function indexFiles(shelf: FileShelf, rest: () => Promise<void>): Promise<Exports> {
  const shelves = new Shelves();
  for (let file = 0; file < shelf.count; file += 1) await takeFile(shelves, shelf, file, rest);
  const used = new Set<string>();
  const accounts = [...shelves.accounts]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([accountId, one]) => newestOf(accountId, one, shelves.everywhere, used));
  const held = [...shelves.accounts.values()].flatMap((one) => [...one.details, ...one.reports]);
  const replaced = new Set(held.map(({ name }) => name).filter((name) => !used.has(name)));
  return { accounts, replaced: [...replaced] };
}

async function takeFile(
  shelves: Shelves,
  shelf: FileShelf,
  number: number,
  rest: () => Promise<void>,
): Promise<void> {
  const file = await shelf.read(number);
  const isJson = /^\s*[[{]/.test(file.bytes.toString("latin1", file.start, file.start + 4_096));
  if (isJson) {
    const { documents, wrapped, hasLists } = await walkJson(file, rest);
    const report = await readWrapped(file, wrapped, rest);
    if (!report && !hasLists) throw file.refuse(notDetails);
    if (report) return shelveReport(shelves, { file: number, name: file.name, ...report });
    for (const one of documents) {
      shelveDocument(shelves, { file: number, name: file.name, at: file.at }, one);
    }
    return;
  }
  shelveReport(shelves, { file: number, name: file.name, ...(await readReport(file, rest)) });
}

function shelveReport(
  shelves: Shelves,
  { file, name, at, rows }: { file: number; name: string; at: Date | null; rows: ReportRows },
): void {
  const own = new Map<string, number>();
  for (const { arn, more } of rows) {
    const accountId = accountOf(arn) ?? "";
    own.set(accountId, (own.get(accountId) ?? 0) + (more === null ? 0 : 1));
  }
  for (const [accountId, withMore] of own) {
    shelves.of(accountId).reports.push({ file, name, at, withMore });
  }
}
type ReportRows = readonly { arn: string; more: string | null }[];

function shelveDocument(
  shelves: Shelves,
  { file, name, at }: { file: number; name: string; at: Date | null },
  { isCut, places }: DetailsDocument,
): void {
  const own = new Map<string, Share>();
  const found = ({ start, end, id, arn }: Place): Found => ({ file, start, end, at, id, arn });
  const ofAws: Found[] = [];
  for (const place of places) {
    if (place.accountId === undefined) {
      ofAws.push(found(place));
      continue;
    }
    const share = own.get(place.accountId) ?? shareOf(name, at, isCut);
    own.set(place.accountId, share);
    share[kindOf[place.list]].push(found(place));
  }
  for (const [accountId, share] of own) {
    share.policies.push(...ofAws);
    shelves.of(accountId).details.push(share);
  }
  if (own.size === 0) shelves.everywhere.push(...ofAws);
}

const kindOf = Object.fromEntries(
  Object.entries(kinds).map(([kind, list]) => [list, kind]),
) as Record<ListName, Kind>;

const shareOf = (name: string, at: Date | null, isCut: boolean): Share => ({
  name,
  at,
  isCut,
  users: [],
  roles: [],
  groups: [],
  policies: [],
});

const timeOf = ({ at }: { at: Date | null }): number => at?.getTime() ?? 0;

/**
 * The newest document, and with it the pages right before it: the last page of an export that was cut
 * looks like a whole one. Where only a page is newer, the whole export before it is read as well.
 */
function inUse(documents: readonly Share[]): Share[] {
  const used: Share[] = [];
  for (const document of documents.toReversed()) {
    if (used.some(({ isCut }) => !isCut) && !document.isCut) break;
    used.unshift(document);
  }
  return used;
}

function newestOf(
  accountId: string,
  { details, reports }: Shares,
  everywhere: readonly Found[],
  used: Set<string>,
): AccountExport {
  const cutPages = new Set<string>();
  const inOrder = details.toSorted((a, b) => timeOf(a) - timeOf(b));
  const listOf = (kind: Kind): Found[] => {
    const documents = inUse(inOrder.filter((one) => one[kind].length > 0));
    for (const { name, isCut } of documents) {
      used.add(name);
      if (isCut) cutPages.add(name);
    }
    return documents.flatMap((one) => one[kind]);
  };
  const report = reports.toSorted((a, b) => timeOf(a) - timeOf(b)).at(-1);
  if (report) used.add(report.name);
  const users = listOf("users");
  return {
    accountId,
    users: once(users),
    arns: new Set(users.map(({ arn }) => arn)),
    roles: once(listOf("roles")),
    groups: once(listOf("groups")),
    policies: once([...everywhere, ...listOf("policies")]),
    report: report ? { file: report.file, at: report.at, withMore: report.withMore } : null,
    cutPages: [...cutPages],
  };
}

/** Each entry once: of two pages with the same one, the newer counts. In the order of their files. */
function once(found: readonly Found[]): Listed[] {
  const byId = new Map(found.map((one) => [one.id, one]));
  return [...byId.values()]
    .toSorted((a, b) => a.file - b.file || a.start - b.start)
    .map(({ file, start, end, at }) => ({ file, start, end, at }));
}
