// `npm run test:long`: the stress scenarios at their long size, bounded in time. Prints the seed, the
// rounds and a table of invariants for each, and ends with one line for all of them.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { installIfNeeded, run, say } from "./prepare.mjs";

const usage = `npm run test:long [-- <file or part of a name> ...]
  MUSTER_TEST_SEED     repeats an earlier run (it is printed below)
  MUSTER_TEST_MINUTES  most minutes in all (default 60)
  MUSTER_TEST_KILLS    how often a worker is killed in the middle of a sync (default 200)
`;
const only = process.argv.slice(2);
if (only.includes("--help")) {
  process.stdout.write(usage);
  process.exit(0);
}

const seed = process.env.MUSTER_TEST_SEED ?? String(Math.floor(Math.random() * 100_000));
const minutes = Number(process.env.MUSTER_TEST_MINUTES ?? 60);
const kills = process.env.MUSTER_TEST_KILLS ?? "200";
const bin = path.resolve("node_modules/.bin");
const env = {
  ...process.env,
  PATH: `${bin}${path.delimiter}${process.env.PATH}`,
  FORCE_COLOR: "0",
  CI: "true",
  MUSTER_LONG: "1",
  MUSTER_TEST_SEED: seed,
  MUSTER_TEST_KILLS: kills,
};

/** Tests print `T01 {"kills":200,"lost":0}`: the scenario and what must hold. */
function tabulate(line) {
  const found = /^(T\d\d\w*) (\{.*\})$/.exec(line.trim());
  if (!found) return;
  const [, scenario, text] = found;
  const rows = Object.entries(JSON.parse(text));
  const width = Math.max(...rows.map(([name]) => name.length));
  say(scenario);
  for (const [name, value] of rows) process.stdout.write(`    ${name.padEnd(width)}  ${value}\n`);
}

/** Resolves with how it ended; "late" when the time was up. */
function vitest(report) {
  return new Promise((resolve) => {
    const args = [
      "run",
      "--project=database",
      "--project=unit",
      // One after the other: what is measured is the scenario, not its neighbour.
      "--no-file-parallelism",
      `--testTimeout=${minutes * 60_000}`,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...(only.length > 0 ? only : scenarioFiles()),
    ];
    const child = spawn("vitest", args, { stdio: ["ignore", "pipe", "pipe"], env, detached: true });
    let rest = "";
    child.stdout.on("data", (chunk) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) tabulate(line);
    });
    let errors = "";
    child.stderr.on("data", (chunk) => (errors = (errors + chunk).slice(-4_000)));
    const late = setTimeout(() => {
      // The whole group, so that no worker and no database outlives the run.
      process.kill(-child.pid, "SIGTERM");
      resolve({ end: "late", errors });
    }, minutes * 60_000);
    child.once("error", (error) => resolve({ end: "error", errors: String(error) }));
    child.once("close", (code) => {
      clearTimeout(late);
      resolve({ end: code === 0 ? "passed" : "failed", errors });
    });
  });
}

/** Tests that grow with MUSTER_LONG or one of the sizes above, or read them in lib/testing/long-run. */
function scenarioFiles() {
  const folders = ["app", "connectors", "lib"];
  return folders
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((f) => path.join(folder, f)))
    .filter((file) => file.endsWith(".test.ts"))
    .filter((file) =>
      /MUSTER_(LONG|TEST_KILLS)|testing\/long-run"/.test(readFileSync(file, "utf8")),
    );
}

const scratch = mkdtempSync(path.join(os.tmpdir(), "muster-long-"));
let passed = 0;
let failed = 0;
try {
  await installIfNeeded({ development: true });
  mkdirSync("node_modules/.cache", { recursive: true });
  await run("npm", ["run", "-s", "generate"], {
    todo: "Correct the schema and run it again.",
    env,
  });
  say(`Seed ${seed}, ${kills} kills, at most ${minutes} minutes.`);
  const report = path.join(scratch, "vitest.json");
  const { end, errors } = await vitest(report);
  const result = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null;
  for (const file of result?.testResults ?? []) {
    for (const test of file.assertionResults) {
      if (test.status === "passed") passed += 1;
      if (test.status !== "failed") continue;
      failed += 1;
      process.stdout.write(
        `FAILED ${test.fullName}\n${test.failureMessages.join("\n").slice(0, 3000)}\n`,
      );
    }
  }
  if (end === "late") say(`The ${minutes} minutes are over. Set MUSTER_TEST_MINUTES for more.`);
  if (end !== "passed" && failed === 0) {
    process.stdout.write(`${errors}\n`);
    failed += 1;
  }
  if (passed + failed === 0) failed += 1;
} catch (error) {
  process.stdout.write(`${error.message}\n`);
  failed += 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
say(`Repeat this run with MUSTER_TEST_SEED=${seed} npm run test:long`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
