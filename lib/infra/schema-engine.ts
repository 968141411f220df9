import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { type ClientBase, Pool } from "pg";
import type { SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";

const prismaDir = path.resolve("prisma");
const filters = { externalTables: [], externalEnums: [] };

async function schemaFiles(): Promise<[string, string][]> {
  const models = (await readdir(path.join(prismaDir, "models"))).filter((f) =>
    f.endsWith(".prisma"),
  );
  const files = ["schema.prisma", ...models.map((f) => path.join("models", f))];
  return Promise.all(
    files.map(async (file): Promise<[string, string]> => [
      path.join(prismaDir, file),
      await readFile(path.join(prismaDir, file), "utf8"),
    ]),
  );
}

async function migrationsList() {
  const baseDir = path.join(prismaDir, "migrations");
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir,
    lockfile: {
      path: path.join(baseDir, "migration_lock.toml"),
      content: 'provider = "postgresql"\n',
    },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: {
            tag: "ok" as const,
            value: await readFile(path.join(baseDir, name, "migration.sql"), "utf8"),
          },
        },
      })),
    ),
  };
}

/** The part of the glue that its type declarations leave out. */
interface WasmGlue {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

/** Prisma's own engine as WebAssembly: ordinary migrations with no binary to download. */
async function withSchemaEngine<T>(
  connectionString: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const require = createRequire(import.meta.url);
  const bg = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const entry = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasm = await readFile(path.join(path.dirname(entry), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, {
    "./schema_engine_bg.js": bg as unknown as WebAssembly.ModuleImports,
  });
  (bg as unknown as WasmGlue).__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  const pool = new Pool({
    connectionString,
    max: 2,
    connectionTimeoutMillis: 5_000,
    allowExitOnIdle: true,
  });
  const factory = bindMigrationAwareSqlAdapterFactory(wholeScripts(pool));
  const datamodels = await schemaFiles();
  const engine = await bg.SchemaEngine.new({ datamodels }, () => undefined, factory);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}

/** The adapter splits scripts at every semicolon, also inside function bodies; PostgreSQL need not. */
function wholeScripts(pool: Pool): PrismaPg {
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => {
      await pool.query(script);
    };
    return adapter;
  };
  return factory;
}

/**
 * Whether the database holds exactly the migrations of this version, as they stand here, by Prisma's
 * own table. Loading the engine to learn the same takes longer than the rest of a start.
 */
export async function isMigrated(client: ClientBase): Promise<boolean> {
  const { rows } = await client
    .query<{ name: string; checksum: string; done: boolean }>(
      `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS done
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
    )
    .catch(() => ({ rows: [] }));
  const { migrationDirectories: wanted } = await migrationsList();
  const found = new Map(rows.map(({ name, checksum, done }) => [name, done ? checksum : null]));
  return (
    rows.length === wanted.length &&
    wanted.every(({ path: name, migrationFile }) => {
      const { value } = migrationFile.content;
      return found.get(name) === createHash("sha256").update(value).digest("hex");
    })
  );
}

/** Applies what is in prisma/migrations and not yet in the database. Returns the names applied. */
export async function applyMigrations(connectionString: string): Promise<string[]> {
  return withSchemaEngine(connectionString, async (engine) => {
    const input = { migrationsList: await migrationsList(), filters };
    return (await engine.applyMigrations(input)).appliedMigrationNames;
  });
}

/** SQL from one set of schema files ([path, content]; none is an empty database) to the present one. */
export async function schemaChange(
  connectionString: string,
  before: [string, string][],
): Promise<string> {
  const asFiles = (list: [string, string][]) =>
    list.map(([file, content]) => ({ path: file, content }));
  const after = asFiles(await schemaFiles());
  return withSchemaEngine(connectionString, async (engine) => {
    const result = await engine.diff({
      from:
        before.length === 0 ? { tag: "empty" } : { tag: "schemaDatamodel", files: asFiles(before) },
      to: { tag: "schemaDatamodel", files: after },
      script: true,
      exitCode: null,
      filters,
    });
    return result.stdout ?? "";
  });
}
