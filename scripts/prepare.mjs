// What both commands of the README need before anything else: packages, client, build.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { buildOnce, hashOf } from "./build-mark.mjs";

const started = performance.now();
const seconds = (since) => ((performance.now() - since) / 1000).toFixed(1);

export function say(sentence) {
  process.stdout.write(`[${seconds(started).padStart(5)} s] ${sentence}\n`);
}

/** Runs a command quietly; on failure throws with the last lines it printed and what to do. */
export function run(command, args, { todo, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env });
    let output = "";
    const keep = (chunk) => (output = (output + chunk).slice(-4000));
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => reject(new Error(`${command} could not run: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) return resolve();
      const full = /ENOSPC|No space left/.test(output);
      const advice = full ? "The disk is full: free some space and run the command again." : todo;
      reject(new Error(`${output.trim()}\n${command} ${args.join(" ")} failed. ${advice}`));
    });
  });
}

const read = (file) => (existsSync(file) ? readFileSync(file, "utf8").trim() : "");

const installMark = "node_modules/.muster-installed";

const installWanted = () => hashOf(".", ["package.json", "package-lock.json"]);

/** Whether the packages on disk are those of this very lockfile. */
export function isInstalled({ development }) {
  const found = read(installMark);
  const wanted = installWanted();
  return found === `${wanted} all` || (!development && found === `${wanted} production`);
}

/** Installs what the lockfile says unless that very state is there. `development` adds the test tools. */
export async function installIfNeeded({ development }) {
  if (isInstalled({ development })) return;
  const since = performance.now();
  say("Installing packages (once; a minute or two)…");
  // Not `npm ci`: it refuses a lockfile made where a registry does not serve other platforms' binaries.
  const args = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  if (!development) args.push("--omit=dev");
  await run("npm", args, {
    todo: "Check that this machine reaches a package registry and run the command again.",
  });
  writeFileSync(installMark, `${installWanted()} ${development ? "all" : "production"}\n`);
  say(`Packages installed in ${seconds(since)} s.`);
}

/** Builds the web application unless that is done. */
export function buildIfNeeded() {
  return buildOnce(".", async () => {
    const since = performance.now();
    say("Building the web application (once per version)…");
    await run("npm", ["run", "-s", "build"], {
      todo: "Run npm run build to see the whole message.",
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    });
    say(`Built in ${seconds(since)} s.`);
  });
}
