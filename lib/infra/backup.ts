import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { PoolClient, QueryResultRow } from "pg";
import { type CopyStreamQuery, from as copyFrom, to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import { DomainError } from "../domain/errors";
import {
  ArchiveWriter,
  firstFrame,
  type Frame,
  inWords,
  readArchive,
  refuseToReplace,
} from "./backup-archive";
import { inTransaction, type sql } from "./db";

const manifestSchema = z.object({
  format: z.literal("muster-backup-1"),
  createdAt: z.iso.datetime(),
  migrations: z.array(z.string()),
});

export interface BackupSummary {
  tables: number;
  rows: number;
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The product's own tables, referenced ones before those that refer to them. */
async function tablesInOrder(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
     ORDER BY 1`,
  );
  const references = await client.query<{ child: string; parent: string }>(
    `SELECT a.relname AS child, b.relname AS parent FROM pg_constraint k
     JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid
     WHERE k.contype = 'f' AND a.oid <> b.oid`,
  );
  const ordered: string[] = [];
  const visit = (name: string): void => {
    if (ordered.includes(name)) return;
    for (const { child, parent } of references.rows) if (child === name) visit(parent);
    ordered.push(name);
  };
  for (const { name } of rows) visit(name);
  return ordered;
}

async function columnsOf(client: PoolClient, table: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
     ORDER BY attnum`,
    [`public.${quote(table)}`],
  );
  return rows.map((row) => quote(row.name)).join(", ");
}

async function migrationNames(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1`,
  );
  return rows.map((row) => row.name);
}

/** Writes every table as of one moment, while others go on writing. Holds no key material. */
export async function writeBackup(file: string, now: Date): Promise<BackupSummary> {
  await refuseToReplace(file);
  const archive = new ArchiveWriter(file);
  try {
    const summary = await inTransaction(async (client) => {
      await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      await client.query("SET LOCAL statement_timeout = 0");
      const manifest = {
        format: "muster-backup-1",
        createdAt: now.toISOString(),
        migrations: await migrationNames(client),
      };
      await archive.write("M", JSON.stringify(manifest));
      const tables = await tablesInOrder(client);
      let rows = 0;
      for (const table of tables) {
        await archive.write("T", table);
        const columns = await columnsOf(client, table);
        const stream = client.query(
          copyTo(`COPY ${quote(table)} (${columns}) TO STDOUT (FORMAT binary)`),
        );
        for await (const chunk of stream) await archive.write("D", chunk as Buffer);
        rows += stream.rowCount;
      }
      return { tables: tables.length, rows };
    });
    await archive.close();
    return summary;
  } catch (error) {
    await archive.discard();
    throw inWords(error, file, "written");
  }
}

/**
 * Fills an empty database of the same version from a backup, all or nothing. What `check` throws on
 * reading the rows undoes it.
 */
export async function readBackup(
  file: string,
  check: (read: typeof sql) => Promise<void> = async () => {},
): Promise<BackupSummary> {
  return inTransaction(async (client) => {
    await client.query("SET LOCAL statement_timeout = 0");
    await refuseUnlessEmpty(client);
    // A backup holds what triggers derive, too: they must not derive it a second time.
    await client.query("SET LOCAL ROLE NONE");
    await switchTriggers(client, "DISABLE");
    const filler = new TableFiller(client);
    try {
      for await (const frame of readArchive(file)) {
        if (frame.type === "M") await checkVersion(client, file, frame);
        if (frame.type === "T") await filler.begin(frame.body.toString());
        if (frame.type === "D") await filler.write(frame.body);
      }
      await filler.finish();
    } catch (error) {
      await filler.abandon();
      throw error;
    }
    await switchTriggers(client, "ENABLE");
    await continueSequences(client);
    await check(async <Row extends QueryResultRow>(text: string, values?: readonly unknown[]) => {
      const { rows } = await client.query<Row>(text, [...(values ?? [])]);
      return rows;
    });
    return { tables: filler.tables, rows: filler.rows };
  });
}

async function switchTriggers(client: PoolClient, to: "ENABLE" | "DISABLE"): Promise<void> {
  for (const table of await tablesInOrder(client)) {
    await client.query(`ALTER TABLE ${quote(table)} ${to} TRIGGER USER`);
  }
}

/** One COPY at a time. An unfinished one must be ended, or the connection could not roll back. */
class TableFiller {
  tables = 0;
  rows = 0;
  private copy: CopyStreamQuery | null = null;

  constructor(private readonly client: PoolClient) {}

  async begin(table: string): Promise<void> {
    await this.finish();
    const columns = await columnsOf(this.client, table);
    const statement = `COPY ${quote(table)} (${columns}) FROM STDIN (FORMAT binary)`;
    this.copy = this.client.query(copyFrom(statement));
    this.copy.on("error", () => undefined);
  }

  async write(body: Buffer): Promise<void> {
    if (this.copy && !this.copy.write(body)) await once(this.copy, "drain");
  }

  async finish(): Promise<void> {
    if (!this.copy) return;
    const { copy } = this;
    this.copy = null;
    copy.end();
    await finished(copy);
    this.rows += copy.rowCount;
    this.tables += 1;
  }

  async abandon(): Promise<void> {
    if (!this.copy) return;
    this.copy.destroy(new Error("abandoned"));
    await finished(this.copy).catch(() => undefined);
  }
}

async function refuseUnlessEmpty(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ used: boolean }>(
    `SELECT EXISTS (SELECT FROM person) OR EXISTS (SELECT FROM source)
       OR EXISTS (SELECT FROM audit_event) AS used`,
  );
  if (rows[0]?.used) {
    throw new DomainError(
      "conflict",
      "This database is already in use. Restore into an empty one: set MUSTER_DATA_DIR to a new folder, or DATABASE_URL to an empty database. Nothing was changed.",
    );
  }
  // What migrations and an empty start put there would collide with the backup's own rows.
  await client.query("DELETE FROM invitation");
}

function manifestOf(file: string, frame: Frame | null): z.output<typeof manifestSchema> {
  const manifest = manifestSchema.safeParse(
    frame?.type === "M" ? JSON.parse(frame.body.toString()) : null,
  );
  if (manifest.success) return manifest.data;
  throw new DomainError("invalid_input", `${file} is not a Muster backup. Nothing was changed.`);
}

/** Refuses what is no backup before a database is begun for it. */
export async function requireBackup(file: string): Promise<void> {
  manifestOf(file, await firstFrame(file));
}

async function checkVersion(client: PoolClient, file: string, frame: Frame): Promise<void> {
  const { createdAt, migrations } = manifestOf(file, frame);
  const here = (await migrationNames(client)).join();
  if (migrations.join() !== here) {
    throw new DomainError(
      "conflict",
      `${file} was made by another version of Muster (${createdAt}). Restore it with that version, then upgrade. Nothing was changed.`,
    );
  }
}

async function continueSequences(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `SELECT format('SELECT setval(%L, COALESCE((SELECT max(%I) FROM %I), 0) + 1, false)',
       pg_get_serial_sequence(quote_ident(t.relname), a.attname), a.attname, t.relname) AS statement
     FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE t.relkind = 'r' AND pg_get_serial_sequence(quote_ident(t.relname), a.attname) IS NOT NULL`,
  );
  for (const { statement } of rows) await client.query(statement);
}
