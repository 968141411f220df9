import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { counted } from "@/lib/domain/counted";
import { inputWords } from "@/lib/domain/input-words";
import { visible } from "@/lib/domain/visible";
import { sql } from "@/lib/infra/db";
import { startWorker } from "@/lib/jobs/start-worker";
import type { Context } from "@/lib/use-cases/context";
import { addSource } from "@/lib/use-cases/sources/add-source";
import { changeSource } from "@/lib/use-cases/sources/change-source";
import { listFiles } from "@/lib/use-cases/sources/list-files";
import { getRun, type RunDetail } from "@/lib/use-cases/sources/list-runs";
import { listSources } from "@/lib/use-cases/sources/list-sources";
import { removeFile } from "@/lib/use-cases/sources/remove-file";
import { requestSync } from "@/lib/use-cases/sources/request-sync";
import { verifySource } from "@/lib/use-cases/sources/verify-source";
import { scoreDue } from "@/lib/use-cases/scoring/score-due";
import { fromCaller, print, printJson, readStandardInput, withMuster } from "./session";

const underWay = new Set(["queued", "running"]);

async function sourceIdOf(ctx: Context, nameOrId: string): Promise<string> {
  const { items } = await listSources(ctx, {});
  const found = items.find((source) => source.id === nameOrId || source.name === nameOrId);
  if (found) return found.id;
  const names = items.map((source) => visible(source.name)).join(", ") || "none yet";
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

const config = z.record(z.string(), z.unknown());
const newSource = z.strictObject({
  connectorId: z.string(),
  name: z.string(),
  config: config.default({}),
  syncEveryMinutes: z.number().nullable().optional(),
});
const sourceChanges = z
  .strictObject({ name: z.string().optional(), config: config.optional() })
  .refine(
    ({ name, config }) => name !== undefined || config !== undefined,
    "must have name, config or both",
  );

const issuesOf = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `${path.join(".") || "it"} ${message}`).join("; ");

/** JSON of a file, or of standard input for `-`: secrets belong there, not among the arguments. */
async function readJson<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text =
    file === "-"
      ? await readStandardInput()
      : await readFile(fromCaller(file), "utf8").catch(() => {
          throw new DomainError("invalid_input", `The file ${file} cannot be read.`);
        });
  try {
    return schema.parse(JSON.parse(text), { error: inputWords });
  } catch (error) {
    const why = error instanceof z.ZodError ? issuesOf(error) : "it is not JSON";
    const what = file === "-" ? "Standard input" : file;
    throw new DomainError("invalid_input", `${what}: ${why}. Nothing was changed.`);
  }
}

/** Prints what the provider answered; exit code 1 where the connection does not work. */
function tell(answer: Awaited<ReturnType<typeof verifySource>>): void {
  if (!answer.ok) {
    print(`The connection does not work. ${answer.message}`);
    process.exitCode = 1;
    return;
  }
  const { principal, scope, missing, warnings } = answer.verification;
  print(`Signed in as ${principal}, reading ${scope}.`);
  for (const { permission, streams } of missing) {
    print(`  Missing: ${permission}. Without it ${streams.join(", ")} stays unseen.`);
  }
  for (const warning of warnings) print(`  ${warning}`);
}

function addUpkeepOfSource(source: Command): void {
  source
    .command("change")
    .description(
      "Change a source's name, credential or settings, by name or id; what the provider refuses changes nothing",
    )
    .argument("<source>")
    .requiredOption(
      "--json <file>",
      '- for standard input: { "name": "…", "config": { … } }; what is left out stays, null takes a setting away',
    )
    .action(async (name: string, options: { json: string }) => {
      const changes = await readJson(options.json, sourceChanges);
      const { changed, verification } = await withMuster(async (ctx) =>
        changeSource(ctx, { sourceId: await sourceIdOf(ctx, name), ...changes }),
      );
      print(`Changed: ${changed.join(", ") || "nothing"}`);
      if (verification) tell({ ok: true, verification });
    });
  source
    .command("verify")
    .description(
      "Ask the provider again who Muster is and what it may read, by name or id; exit code 1 when the connection does not work",
    )
    .argument("<source>")
    .option("--json", "print the answer as JSON")
    .option("--accept-target", "read the account that the credential leads to from now on")
    .action(async (name: string, options: { json?: boolean; acceptTarget?: boolean }) => {
      const { acceptTarget = false } = options;
      const answer = await withMuster(async (ctx) =>
        verifySource(ctx, { sourceId: await sourceIdOf(ctx, name), acceptTarget }),
      );
      if (!options.json) return tell(answer);
      printJson(answer);
      process.exitCode = answer.ok ? 0 : 1;
      return undefined;
    });
}

function addFileCommands(source: Command): void {
  source
    .command("files")
    .description("The export files that a source is read from, by its name or id")
    .argument("<source>")
    .action(async (name: string) => {
      printJson(
        await withMuster(async (ctx) => listFiles(ctx, { sourceId: await sourceIdOf(ctx, name) })),
      );
    });
  source
    .command("remove-file")
    .description(
      "Take an export file away from a source, by its name or id; what only it lists goes missing with the next sync",
    )
    .argument("<source>")
    .argument("<file>")
    .action(async (name: string, nameOrId: string) => {
      const { left } = await withMuster(async (ctx) => {
        const sourceId = await sourceIdOf(ctx, name);
        const { items } = await listFiles(ctx, { sourceId });
        const file = items.find((one) => one.id === nameOrId || one.name === nameOrId);
        if (!file) {
          const names = items.map((one) => visible(one.name)).join(", ") || "none";
          throw new DomainError("not_found", `No file called ${nameOrId}. There are: ${names}.`);
        }
        return removeFile(ctx, { sourceId, fileId: file.id });
      });
      print(`Removed; files left: ${left}`);
    });
}

export function addSourceCommands(program: Command): void {
  const source = program.command("source").description("Connected systems");
  addFileCommands(source);
  addUpkeepOfSource(source);
  source
    .command("list")
    .description("Every source with its connector, its identities and what was read of it")
    .option("--json", "print JSON")
    .action(async (options: { json?: boolean }) => {
      const { items } = await withMuster((ctx) => listSources(ctx, {}));
      if (options.json) return printJson({ items });
      for (const { name, connectorId, identities, coverage } of items) {
        const held = counted(identities, "identity", "identities");
        print(`${visible(name)} (${connectorId}): ${held}; ${coverage}`);
      }
      return undefined;
    });
  source
    .command("add")
    .description("Connect a system from a JSON file (- for standard input)")
    .argument("<file>", '{ "connectorId": "aws", "name": "Production", "config": { … } }')
    .option("--no-sync", "do not start the first sync")
    .action(async (file: string, options: { sync: boolean }) => {
      const input = await readJson(file, newSource);
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
