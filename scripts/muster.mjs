#!/usr/bin/env node
// `npx muster …`: hands over to scripts/cli.ts under the pinned Node, from whatever folder it is called.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { chooseNode } from "./choose-node.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
if (!existsSync(path.join(root, "node_modules/tsx"))) {
  process.stderr.write(
    "Muster's packages are not installed. Run npm start once, then try again.\n",
  );
  process.exit(69);
}
let node = "";
try {
  node = chooseNode(root);
} catch (error) {
  process.stderr.write(`muster: ${error.message}\n`);
  process.exit(69);
}
const child = spawn(
  node,
  ["--import", "tsx", "--conditions=react-server", "scripts/cli.ts", ...process.argv.slice(2)],
  { stdio: "inherit", cwd: root, env: { ...process.env, MUSTER_CALLED_FROM: process.cwd() } },
);
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
