// Format, lint, types, architecture, dead code, unit tests: no database, under a minute.
import { spawn } from "node:child_process";
import { performance } from "node:perf_hooks";

const checks = [
  ["format", "oxfmt", ["--check", "."]],
  ["lint", "oxlint", ["--type-aware", "--max-warnings", "0"]],
  ["types", "tsc", ["--noEmit"]],
  [
    "architecture",
    "depcruise",
    ["app", "components", "lib", "connectors", "scripts", "--config", ".dependency-cruiser.cjs"],
  ],
  ["dead code", "knip", []],
  ["unit tests", "vitest", ["run", "--project", "unit", "--reporter", "dot"]],
];

function run([name, command, args]) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: process.env });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("close", (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
      if (code !== 0) console.log(output);
      resolve(code === 0);
    });
  });
}

const queue = [...checks];
const results = [];
const lane = async () => {
  for (let next = queue.shift(); next; next = queue.shift()) results.push(await run(next));
};
await Promise.all([lane(), lane()]);
process.exit(results.every(Boolean) ? 0 : 1);
