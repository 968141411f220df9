// The inventory at 1,000,000 identities: each query through the use-case and as bare SQL, same run.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { parseQuery } from "@/lib/domain/inventory/query-text";
import { closeDb, pool, sql } from "@/lib/infra/db";
import { startEmbeddedPostgres } from "@/lib/infra/embedded-postgres";
import { resetEnv } from "@/lib/infra/env";
import { migrate } from "@/lib/infra/migrate";
import { personContext } from "@/lib/testing/context";
import { seedIdentities } from "@/lib/testing/identities";
import { resolveFilter } from "@/lib/use-cases/identities/filter-sql";
import { countable, facetsStatement, listFacets } from "@/lib/use-cases/identities/list-facets";
import { listIdentities, pageStatement } from "@/lib/use-cases/identities/list-identities";
import { versionSql } from "@/lib/use-cases/identities/rollup-counts";
import { decodeCursor } from "@/lib/use-cases/identities/sort-sql";
import { type Figure, percentile, report } from "./figures";
import { withoutIndexes } from "./multiply";

const count = Number(process.env.MUSTER_BENCH_IDENTITIES ?? 1_000_000);
const rounds = Number(process.env.MUSTER_BENCH_ROUNDS ?? 60);
const now = new Date("2026-11-20T12:00:00Z");
const analyst = personContext("analyst", { now });

interface Case {
  name: string;
  q: string;
  sort: "risk" | "name" | "created" | "last_used";
  /** Begin this many pages of 200 into the list. */
  pagesIn?: number;
}
const cases: readonly Case[] = [
  { name: "first page", q: "", sort: "risk" },
  { name: "deep page, by risk", q: "", sort: "risk", pagesIn: 400 },
  { name: "deep page, by last use", q: "", sort: "last_used", pagesIn: 400 },
  { name: "two filters, by last use", q: "kind:service_account env:production", sort: "last_used" },
  { name: "two filters, by risk", q: 'source:"Source 2" class:ai', sort: "risk" },
  { name: "two rare filters, by age", q: "kind:mcp_server privilege:admin", sort: "created" },
  { name: "name search, one match", q: "400077", sort: "risk" },
  { name: "name search, many matches", q: "payments webhook", sort: "name" },
  { name: "name search, many matches, by risk", q: "payments webhook", sort: "risk" },
  { name: "score and owner", q: "risk:>70 owner:none last-used:>90d", sort: "risk" },
];

async function timed(work: () => Promise<unknown>): Promise<number[]> {
  for (let warm = 0; warm < 5; warm++) await work();
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await work();
    samples.push(performance.now() - started);
  }
  return samples;
}

async function cursorAt({ q, sort, pagesIn = 0 }: Case): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let page = 0; page < pagesIn; page++) {
    cursor =
      (await listIdentities(analyst, { q, sort, cursor, limit: 200 })).nextCursor ?? undefined;
  }
  return cursor;
}

async function measure(one: Case): Promise<Figure[]> {
  const cursor = await cursorAt(one);
  const { q, sort } = one;
  const through = await timed(() => listIdentities(analyst, { q, sort, cursor }));
  const page = {
    filter: await resolveFilter(analyst, parseQuery(q), "all"),
    sort,
    direction: "desc" as const,
    now,
    limit: 101,
  };
  const after = cursor ? decodeCursor(cursor, sort, "desc") : null;
  const { text, values } = pageStatement(page, after, "values");
  const bare = await timed(() => pool().query(text, values));
  return figures(one.name, through, bare, 50);
}

function figures(name: string, through: number[], bare: number[], atMost: number): Figure[] {
  return [
    {
      name: `${name}, p50`,
      value: percentile(through, 50),
      unit: "ms",
      limit: percentile(bare, 50),
      ratioAtMost: 3,
    },
    {
      name: `${name}, p95`,
      value: percentile(through, 95),
      unit: "ms",
      limit: percentile(bare, 95),
      ratioAtMost: 3,
      atMost,
    },
  ];
}

/** Counts from memory stand against the one statement that says whether they are old. */
async function measureFacets(q: string): Promise<Figure[]> {
  const through = await timed(() => listFacets(analyst, { q }));
  const [filter] = await countable(analyst, q, "all");
  const bare = filter.text ? facetsStatement(filter, now) : { text: versionSql, values: [] };
  const limit = await timed(() => pool().query(bare.text, bare.values));
  // Promised in milliseconds alone: the version is far less than the counts.
  return figures(`facets of "${q}"`, through, limit, 100).map(
    ({ ratioAtMost: _none, ...figure }) => figure,
  );
}

/** Somebody changes the counts before each reading, so that they are read anew. */
async function measureChangedFacets(): Promise<Figure[]> {
  const samples: number[] = [];
  for (let round = 0; round < Math.min(rounds, 20); round++) {
    await sql(
      `INSERT INTO identity_rollup (source_id, kind, identity_class, environment, status, risk_band,
         owner_state, privilege, usage_bucket, age_bucket, rotation_state, has_findings, identities)
       SELECT source_id, kind, identity_class, environment, status, risk_band, owner_state, privilege,
         usage_bucket, age_bucket, rotation_state, has_findings, 0 FROM identity_rollup LIMIT 1`,
    );
    const started = performance.now();
    await listFacets(analyst, { q: "" });
    samples.push(performance.now() - started);
  }
  const value = percentile(samples, 95);
  return [{ name: "facets after a change, p95", value, unit: "ms", atMost: 250 }];
}

/** The application's own role may neither analyse nor drop an index. */
async function asOwner(url: string, work: (owner: pg.Client) => Promise<unknown>): Promise<void> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  try {
    await work(owner);
  } finally {
    await owner.end();
  }
}

/** A folder that is kept between runs saves the seeding; by default each run makes its own. */
const kept = process.env.MUSTER_BENCH_DIR;
const directory = kept ?? mkdtempSync(path.join(os.tmpdir(), "muster-bench-"));
chmodSync(directory, 0o755);
const server = await startEmbeddedPostgres({ directory });
try {
  await migrate(server.url);
  process.env.DATABASE_URL = server.url;
  resetEnv();
  const started = performance.now();
  const [seeded] = await sql<{ n: number }>("SELECT count(*)::int AS n FROM source");
  if (seeded?.n === 0) {
    const onBatch = (done: number): void => {
      if (done % 200_000 === 0) console.log(`  seeded ${done.toLocaleString("en")}`);
    };
    await asOwner(server.url, (owner) =>
      withoutIndexes(owner, ["identity", "identity_search"], () =>
        seedIdentities(count, { now, sources: 5, batch: 10_000, onBatch }),
      ),
    );
  }
  await asOwner(server.url, (owner) => owner.query("VACUUM ANALYZE"));
  const [rollup] = await sql<{ n: string }>("SELECT count(*) AS n FROM identity_rollup");
  console.log(
    `  ${count.toLocaleString("en")} identities, ${rollup?.n} rollup rows in ${Math.round((performance.now() - started) / 1000)} s`,
  );
  const all: Figure[] = [];
  for (const one of cases) all.push(...(await measure(one)));
  for (const q of ["", "class:ai env:production", "payments"])
    all.push(...(await measureFacets(q)));
  all.push(...(await measureChangedFacets()));
  if (!report("inventory", all)) process.exitCode = 1;
} finally {
  await closeDb();
  await server.stop();
  if (!kept) {
    rmSync(directory, { recursive: true, force: true });
    rmSync(server.directory, { recursive: true, force: true });
  }
}
