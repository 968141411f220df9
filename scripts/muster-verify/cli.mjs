#!/usr/bin/env node
// `npx muster-verify PACK`: checks an evidence pack with nothing but Node. No server, no network, no
// database, no package. Exit code 0 when every check passes, 1 when one fails, 64 for wrong usage,
// 66 when a file cannot be read.
import { readFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { nodeWorld, packOfFile } from "./node-world.mjs";
import { verifyPack } from "./pack.mjs";

const usage = `Usage: muster-verify PACK [--key KEY] [--checkpoint FILE] [--json]

  --key KEY          the signer you trust: 64 hex digits, or a file with the keys that the
                     installation publishes at /api/evidence-keys
  --checkpoint FILE  checkpoints of the audit log that you kept yourself
  --json             print the result as JSON
`;

function stop(code, message) {
  process.stderr.write(`muster-verify: ${message}\n`);
  process.exit(code);
}

const readOrStop = (file) => readFile(file).catch(() => stop(66, `${file} cannot be read.`));

async function keysFrom(given) {
  if (/^[0-9a-f]{64}$/i.test(given)) return [given.toLowerCase()];
  const text = (await readOrStop(given)).toString("utf8");
  const found = text.match(/\b[0-9a-f]{64}\b/g) ?? [];
  if (found.length === 0) stop(64, `${given} holds no public key (64 hex digits).`);
  return found;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        key: { type: "string", multiple: true, default: [] },
        checkpoint: { type: "string", multiple: true, default: [] },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    return stop(64, `${error.message}\n\n${usage}`);
  }
}

const { values, positionals } = readArguments();
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
if (positionals.length !== 1) stop(64, `name one pack.\n\n${usage}`);
const trustedKeys = (await Promise.all(values.key.map(keysFrom))).flat();
const checkpoints = await Promise.all(
  values.checkpoint.map(async (file) => ({
    label: path.basename(file),
    bytes: await readOrStop(file),
  })),
);
const pack = await packOfFile(positionals[0]).catch(() =>
  stop(66, `${positionals[0]} cannot be read.`),
);
const result = await verifyPack(pack, { trustedKeys, checkpoints }, nodeWorld);
await pack.close();

if (values.json)
  process.stdout.write(`${JSON.stringify({ ok: result.ok, checks: result.checks }, null, 2)}\n`);
else {
  const { manifest } = result;
  if (manifest) {
    process.stdout.write(
      `${manifest.subject.title}\nmade ${manifest.madeAt} by ${manifest.madeBy} at ${manifest.installation}\n\n`,
    );
  }
  for (const check of result.checks) {
    const mark = check.open ? "open" : check.ok ? "pass" : "FAIL";
    process.stdout.write(`${mark}  ${check.name}: ${check.detail}\n`);
  }
  const isOpen = result.checks.some((check) => check.open);
  const bad = result.checks.filter((check) => !check.ok).length;
  process.stdout.write(
    result.ok
      ? `\nNothing in this pack was changed since it was signed.${isOpen ? " By whom was not compared: give --key." : ""}\n`
      : `\n${bad} of ${result.checks.length} checks failed.\n`,
  );
}
process.exit(result.ok ? 0 : 1);
