import { createHash } from "node:crypto";
import {
  ConnectorError,
  defineConnector,
  type Connection,
  type ConnectorIo,
  type Gap,
  type Page,
  type SourceRecord,
} from "../contract";
import { unreadTrusts } from "../shared/aws-iam/role-records";
import { breathing } from "./breathing";
import { FileShelf } from "./file-bytes";
import { gapsOf, warningsOf } from "./gaps";
import { indexFiles, type Exports } from "./index-files";
import { kept } from "./kept";
import { manifest, type ExportConfig } from "./manifest";
import { openAccount, type Entries, type StreamName } from "./open-account";

const mostRecords = 750;

/** AWS from files: the same records as live, as far as the files hold them. */
export const connector = defineConnector(manifest, {
  connect: async (config, io): Promise<Connection> => {
    // Looked through at the first question, so that a bad file fails there with its reason.
    const open = kept(() => openFiles(config, io));
    const stream = (name: StreamName, at: number) => ({
      name,
      title: manifest.streams[at]?.title ?? name,
      permissions: manifest.streams[at]?.permissions ?? [],
      list: async (cursor: string | null): Promise<Page> => {
        const opened = await open();
        return await pageOf(opened, name, cursor, gapsOf(opened.exports, name));
      },
    });
    return {
      verify: async () => {
        const { exports } = await open();
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

interface Opened {
  exports: Exports;
  /** Which files were read: a cursor counts their entries, so it fits no others. */
  version: string;
  /** What the account of this number gives; only the last one asked for is held. */
  entries: (account: number, stream: StreamName) => Promise<Entries>;
}

async function openFiles(config: ExportConfig, io: ConnectorIo): Promise<Opened> {
  const shelf = new FileShelf(config.files);
  const rest = breathing(io.signal);
  const version = versionOf(config.files);
  const exports = remembered(version) ?? remember(version, await indexFiles(shelf, rest));
  const opening = {
    shelf,
    includeSsoRoles: config.includeSsoRoles,
    now: io.now(),
    rest,
  };
  let held: { number: number; streams: ReturnType<typeof openAccount> } | undefined;
  return {
    exports,
    version,
    entries: async (number, stream) => {
      const account = exports.accounts[number];
      if (!account) return { count: 0, give: async () => [] };
      if (held?.number !== number) held = { number, streams: openAccount(account, opening) };
      return await held.streams[stream]();
    },
  };
}

/** A long reading connects anew every few seconds: what was just looked through is not again. */
let latest: { version: string; exports: Exports } | undefined;
const rememberedMs = 60_000;

const remembered = (version: string): Exports | undefined =>
  latest?.version === version ? latest.exports : undefined;

function remember(version: string, exports: Exports): Exports {
  latest = { version, exports };
  setTimeout(() => {
    if (latest?.exports === exports) latest = undefined;
  }, rememberedMs).unref();
  return exports;
}

const versionOf = (files: ExportConfig["files"]): string => {
  const shape = files.map((file) => [
    file.name,
    file.at ?? null,
    "text" in file ? createHash("sha256").update(file.text).digest("hex") : file.sha256,
  ]);
  return createHash("sha256").update(JSON.stringify(shape)).digest("hex").slice(0, 16);
};

/** The next entry: its account's number and its own. */
interface Position {
  account: number;
  entry: number;
}

function positionOf(cursor: string | null, version: string): Position {
  if (cursor === null) return { account: 0, entry: 0 };
  const [of, account, entry] = cursor.split(":");
  const position = { account: Number(account), entry: Number(entry) };
  const isPlace = Object.values(position).every((at) => Number.isSafeInteger(at) && at >= 0);
  if (of !== version || !isPlace) {
    throw new ConnectorError(
      "unexpected_response",
      "The files of this source changed while they were read.",
    );
  }
  return position;
}

async function pageOf(
  { exports, version, entries }: Opened,
  stream: StreamName,
  cursor: string | null,
  missing: Gap[],
): Promise<Page> {
  const records: SourceRecord[] = [];
  let { account, entry } = positionOf(cursor, version);
  while (account < exports.accounts.length && records.length < mostRecords) {
    const { count, give } = await entries(account, stream);
    while (entry < count && records.length < mostRecords) records.push(...(await give(entry++)));
    if (entry >= count) [account, entry] = [account + 1, 0];
  }
  const gaps = [...missing, ...unreadTrusts(records)];
  return {
    records,
    nextCursor: account < exports.accounts.length ? `${version}:${account}:${entry}` : null,
    complete: gaps.length === 0,
    ...(gaps.length > 0 ? { gaps } : {}),
  };
}
