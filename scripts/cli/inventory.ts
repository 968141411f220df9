import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { SortKey } from "@/lib/domain/inventory/list-order";
import { sql } from "@/lib/infra/db";
import { startWorker } from "@/lib/jobs/start-worker";
import type { Context } from "@/lib/use-cases/context";
import { listIdentities } from "@/lib/use-cases/identities/list-identities";
import { addSource } from "@/lib/use-cases/sources/add-source";
import { getRun, type RunDetail } from "@/lib/use-cases/sources/list-runs";
import { listSources } from "@/lib/use-cases/sources/list-sources";
import { requestSync } from "@/lib/use-cases/sources/request-sync";
import { scoreDue } from "@/lib/use-cases/scoring/score-due";
import { fromCaller, print, printJson, readStandardInput, withMuster } from "./session";

const underWay = new Set(["queued", "running"]);

async function sourceIdOf(ctx: Context, nameOrId: string): Promise<string> {
  const { items } = await listSources(ctx, {});
  const found = items.find((source) => source.id === nameOrId || source.name === nameOrId);
  if (found) return found.id;
  const names = items.map((source) => source.name).join(", ") || "none yet";
  throw new DomainError("not_found", `No source called ${nameOrId}. There are: ${names}.`);
}

/** Waits for the run to end. Where no worker is alive, this process works on it. */
async function untilEnded(ctx: Context, runId: string): Promise<RunDetail> {
  const alive = await sql(
    "SELECT 1 FROM worker_heartbeat WHERE beat_at > now() - interval '30 seconds'",
  );
  const stop = alive.length === 0 ? await startWorker() : null;
  try {
    for (;;) {
      const run = await getRun(ctx, { runId });
      if (!underWay.has(run.state)) {
        if (stop) await scoreDue(new Date());
        return run;
      }
      await sleep(300);
    }
  } finally {
    await stop?.();
  }
}

const fileSchema = z.strictObject({
  connectorId: z.string(),
  name: z.string(),
  config: z.record(z.string(), z.unknown()).default({}),
  syncEveryMinutes: z.number().nullable().optional(),
});

async function readSourceFile(file: string): Promise<z.infer<typeof fileSchema>> {
  const text =
    file === "-"
      ? await readStandardInput()
      : await readFile(fromCaller(file), "utf8").catch(() => {
          throw new DomainError("invalid_input", `The file ${file} cannot be read.`);
        });
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : "it is not JSON";
    throw new DomainError("invalid_input", `${file}: ${why}. Nothing was added.`);
  }
}

function addSourceCommands(program: Command): void {
  const source = program.command("source").description("Connected systems");
  source
    .command("add")
    .description("Connect a system from a JSON file (- for standard input)")
    .argument("<file>", '{ "connectorId": "aws", "name": "Production", "config": { … } }')
    .option("--no-sync", "do not start the first sync")
    .action(async (file: string, options: { sync: boolean }) => {
      const input = await readSourceFile(file);
      const added = await withMuster((ctx) => addSource(ctx, { ...input, syncNow: options.sync }));
      printJson(added);
    });
  source
    .command("sync")
    .description("Start a sync of a source, by name or id; exit code 1 when it does not succeed")
    .argument("<source>")
    .option("--wait", "wait until it has ended")
    .action(async (name: string, options: { wait?: boolean }) => {
      await withMuster(async (ctx) => {
        const { runId } = await requestSync(ctx, { sourceId: await sourceIdOf(ctx, name) });
        if (!options.wait) return print(`Run ${runId} is queued.`);
        const run = await untilEnded(ctx, runId);
        print(`${run.state}: ${run.records} records in ${run.pages} pages`);
        for (const stream of run.streams) {
          if (stream.error) print(`  ${stream.name}: ${stream.error.message} ${stream.error.todo}`);
        }
        process.exitCode = run.state === "succeeded" ? 0 : 1;
        return undefined;
      });
    });
}

export function addInventoryCommands(program: Command): void {
  addSourceCommands(program);
  const identities = program.command("identities").description("The inventory");
  identities
    .command("list")
    .description("List identities, riskiest first")
    .option("--query <text>", "for example: source:aws risk:>70 owner:none", "")
    .option("--sort <column>", "risk, name, age, …", "risk")
    .option("--limit <n>", "1-200", "50")
    .option("--json", "print JSON")
    .action(async (options: { query: string; sort: string; limit: string; json?: boolean }) => {
      const page = await withMuster((ctx) =>
        listIdentities(ctx, {
          q: options.query,
          sort: options.sort as SortKey,
          limit: options.limit,
        }),
      );
      if (options.json) return printJson(page);
      for (const row of page.items) {
        print(
          `${String(row.risk.score).padStart(3)} ${row.risk.band.padEnd(9)} ${row.kind.padEnd(22)} ${row.name}`,
        );
      }
      return undefined;
    });
}
