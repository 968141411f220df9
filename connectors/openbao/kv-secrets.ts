import { z } from "zod";
import { known, unknown, type Fact } from "@/lib/domain/evidence";
import { ConnectorError, type Page, type SourceRecord } from "../contract";
import type { OpenBaoClient } from "./client";
import { keys, metadata, type Metadata } from "./schemas";

/** Secrets that one page reads, each by a call of its own. */
const perPage = 50;
const deepest = 40;

/** Folders that are still to be read, the next one last, and how far that one has been read. */
const cursorShape = z.object({ folders: z.array(z.string()).min(1), at: z.number().int().min(0) });
type Cursor = z.infer<typeof cursorShape>;

function parseCursor(cursor: string | null): Cursor {
  if (cursor === null) return { folders: [""], at: 0 };
  return cursorShape.parse(JSON.parse(cursor));
}

const notOffered = (what: string) => unknown("not_offered", `OpenBao does not tell ${what}`);

function instant(text: string, call: string): string {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  throw new ConnectorError("unexpected_response", `The answer to ${call} has no date.`);
}

/** Deleted for now: the newest version was deleted, softly or for good. */
function isDeleted({ versions, current_version: newest }: Metadata, now: Date): boolean {
  const last = versions?.[String(newest)];
  if (!last) return false;
  return (
    last.destroyed || (last.deletion_time !== "" && Date.parse(last.deletion_time) <= now.getTime())
  );
}

/** The records of one secret. Pure. */
export function mapSecret(mount: string, path: string, found: Metadata, now: Date): SourceRecord[] {
  const call = "GET metadata of a secret";
  const fact = <T>(value: T): Fact<T> => known(value, call, now);
  const lifetime = {
    createdAt: fact(instant(found.created_time, call)),
    createdBy: notOffered("who created a secret"),
    lastUsedAt: notOffered("when a secret was last read; its audit device would") as Fact<
      string | null
    >,
    expiresAt: notOffered("when what it holds expires") as Fact<string | null>,
    lastRotatedAt: fact<string | null>(instant(found.updated_time, call)),
  };
  const status = isDeleted(found, now) ? ("disabled" as const) : ("active" as const);
  const externalId = `kv:${mount}/${path}`;
  const own = Object.entries(found.custom_metadata ?? {});
  const owner = own.find(([name]) => /^(owner|team|contact)$/i.test(name))?.[1]?.trim();
  return [
    {
      type: "stored_secret",
      externalId,
      kind: "stored_secret",
      detail: "openbao.kv",
      name: path.slice(-500),
      status,
      container: mount,
      tags: Object.fromEntries(
        own.slice(0, 64).map(([name, value]) => [name.slice(0, 300), value.slice(0, 1000)]),
      ),
      attributes: { engine: mount, path, newestVersion: found.current_version },
      readableBy: `Whoever a policy allows to read ${mount}/data/${path}`.slice(0, 500),
      facts: {
        ...lifetime,
        privilege: notOffered("what a secret opens"),
        interactive: fact(false),
      },
    },
    {
      type: "credential",
      externalId: `${externalId}/credential`,
      identityExternalId: externalId,
      kind: "stored_secret",
      name: path.slice(-500),
      status,
      scopes: [],
      attributes: {},
      facts: lifetime,
    },
    ...(owner
      ? [
          {
            type: "owner_hint" as const,
            identityExternalId: externalId,
            method: "tag" as const,
            candidate: owner.slice(0, 320),
            evidence: "custom_metadata of the secret",
          },
        ]
      : []),
  ];
}

/** One folder, or as much of it as one page reads. Folders are found on the way. */
export async function listSecrets(
  client: OpenBaoClient,
  mount: string,
  now: Date,
  cursor: string | null,
): Promise<Page> {
  const { folders, at } = parseCursor(cursor);
  const folder = folders.at(-1) ?? "";
  const root = `${mount}/metadata/`;
  const listed = await client.find({
    name: `LIST ${mount}/metadata/`,
    path: root + folder,
    query: "?list=true",
    schema: keys,
    permission: `${root}*: list`,
  });
  const names = [...new Set(listed?.data.keys)].sort();
  const leaves = names.filter((name) => !name.endsWith("/"));
  const records: SourceRecord[] = [];
  for (const name of leaves.slice(at, at + perPage)) {
    const path = folder + name;
    const found = await client.find({
      name: `GET ${mount}/metadata/`,
      path: root + path,
      schema: metadata,
      mayHaveGone: true,
      permission: `${root}*: read`,
    });
    if (found) records.push(...mapSecret(mount, path, found.data, now));
  }
  const isWhole = at + perPage >= leaves.length;
  const below =
    isWhole && folder.split("/").length <= deepest
      ? names.filter((name) => name.endsWith("/"))
      : [];
  const next = isWhole
    ? { folders: [...folders.slice(0, -1), ...below.map((name) => folder + name)], at: 0 }
    : { folders, at: at + perPage };
  return {
    records,
    nextCursor: next.folders.length > 0 ? JSON.stringify(next) : null,
    complete: true,
  };
}
