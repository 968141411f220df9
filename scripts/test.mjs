// `npm test`: does all its own set-up, runs every suite, and ends with one line for all of them.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { spawn } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { findOrInstallChromium } from "./chromium.mjs";
import { failuresOf, skippedIn, warmStartIn } from "./browser-report.mjs";
import { buildIfNeeded, installIfNeeded, say } from "./prepare.mjs";

const only = process.argv.slice(2);
const wanted = (suite) => only.length === 0 || only.includes(suite);
const totals = { passed: 0, failed: 0, skipped: 0 };
/** Named at the end, where people look. */
const skipped = [];
/** Told before the last line: how long each part took, and what the browser tests measured. */
const times = [];
const measured = [];
const scratch = mkdtempSync(path.join(os.tmpdir(), "muster-run-"));
const bin = path.resolve("node_modules/.bin");
const env = {
  ...process.env,
  PATH: `${bin}${path.delimiter}${process.env.PATH}`,
  FORCE_COLOR: "0",
  CI: "true",
};

function count(suite, passed, failed, left = 0) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += left;
  say(`${suite}: ${passed} passed, ${failed} failed${left ? `, ${left} skipped` : ""}`);
}

function execute(command, args, extra = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...env, ...extra },
    });
    let output = "";
    const keep = (chunk) => (output = (output + chunk).slice(-200_000));
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => resolve({ code: 1, output: String(error) }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

const checks = [
  ["format", "oxfmt", ["--check", "."]],
  ["lint", "oxlint", ["--type-aware", "--max-warnings", "0"]],
  ["types", "tsc", ["--noEmit"]],
  [
    "architecture",
    "depcruise",
    [
      "app",
      "components",
      "lib",
      "connectors",
      "scripts",
      "bench",
      "e2e",
      "--config",
      ".dependency-cruiser.cjs",
    ],
  ],
  ["dead code", "knip", []],
];

async function runChecks() {
  for (const [name, command, args] of checks) {
    const { code, output } = await execute(command, args);
    if (code !== 0) process.stdout.write(`${output}\n`);
    count(name, code === 0 ? 1 : 0, code === 0 ? 0 : 1);
  }
}

function suiteOf(file) {
  if (file.includes(".db.test.")) return "database";
  return file.includes("/connectors/") ? "connectors" : "unit";
}

async function runVitest() {
  const report = path.join(scratch, "vitest.json");
  const { code, output } = await execute("vitest", [
    "run",
    "--reporter=json",
    `--outputFile=${report}`,
  ]);
  const result = existsSync(report)
    ? JSON.parse(readFileSync(report, "utf8"))
    : { testResults: [] };
  const sums = { unit: [0, 0, 0], database: [0, 0, 0], connectors: [0, 0, 0] };
  for (const file of result.testResults) {
    const sum = sums[suiteOf(file.name)];
    for (const test of file.assertionResults) {
      const place = test.status === "passed" ? 0 : test.status === "failed" ? 1 : 2;
      sum[place] += 1;
      if (place === 1)
        process.stdout.write(
          `FAILED ${file.name}: ${test.fullName}\n${test.failureMessages.join("\n").slice(0, 3000)}\n`,
        );
      if (place === 2) skipped.push(`${path.relative(".", file.name)}: ${test.fullName}`);
    }
    if (
      file.status === "failed" &&
      file.assertionResults.every((test) => test.status !== "failed")
    ) {
      sum[1] += 1;
      process.stdout.write(`FAILED ${file.name}: ${file.message}\n`);
    }
  }
  for (const [suite, [passed, failed, left]] of Object.entries(sums)) {
    count(`${suite} tests`, passed, failed + (passed + failed === 0 ? 1 : 0), left);
  }
  const reported = Object.values(sums).reduce((sum, [, failed]) => sum + failed, 0);
  if (code !== 0 && reported === 0) {
    process.stdout.write(`${output.slice(-6000)}\n`);
    count("vitest itself", 0, 1);
  }
}

async function timed(name, work) {
  const since = performance.now();
  try {
    return await work();
  } finally {
    times.push(`${name} ${((performance.now() - since) / 1000).toFixed(0)} s`);
  }
}

async function runBrowser(built) {
  const chromium = await findOrInstallChromium(say);
  const failure = await built;
  if (failure) throw failure;
  const report = path.join(scratch, "playwright.json");
  const { code, output } = await execute("playwright", ["test", "--reporter=json"], {
    MUSTER_CHROMIUM: chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const told = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null;
  const stats = told?.stats;
  if (code !== 0 || !stats) {
    process.stdout.write(`${(told && failuresOf(told)) || output.slice(-6000)}\n`);
  }
  const passed = stats?.expected ?? 0;
  const failed = (stats?.unexpected ?? 0) + (stats?.flaky ?? 0);
  count(
    "browser tests",
    passed,
    failed + (passed + failed === 0 || (code !== 0 && failed === 0) ? 1 : 0),
    stats?.skipped ?? 0,
  );
  if (told) {
    skipped.push(...skippedIn(told));
    const warmStart = warmStartIn(told);
    if (warmStart) measured.push(`warm start: ${warmStart}`);
  }
}

try {
  await timed("set-up", async () => {
    await installIfNeeded({ development: true });
    mkdirSync("node_modules/.cache", { recursive: true });
    const generated = await execute("npm", ["run", "-s", "generate"]);
    if (generated.code !== 0) throw new Error(generated.output);
  });
  if (wanted("checks")) await timed("checks", runChecks);
  // Only the browser needs the build; made while the tests before it wait, it costs less of anybody's time.
  const built = wanted("browser")
    ? timed("build", buildIfNeeded).then(
        () => null,
        (error) => error,
      )
    : null;
  if (wanted("vitest")) await timed("vitest", runVitest);
  if (wanted("browser")) await timed("browser", () => runBrowser(built));
} catch (error) {
  process.stdout.write(`${error.message}\n`);
  count("set-up", 0, 1);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
times.push(`in all ${(performance.now() / 1000).toFixed(0)} s`);
process.stdout.write(`times: ${times.join(", ")}\n`);
for (const line of measured) process.stdout.write(`${line}\n`);
for (const name of skipped) process.stdout.write(`skipped: ${name}\n`);
process.stdout.write(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped ? `, ${totals.skipped} skipped` : ""}\n`,
);
process.exit(totals.failed === 0 ? 0 : 1);
