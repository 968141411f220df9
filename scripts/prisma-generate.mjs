// Generates the Prisma client without downloading an engine: `generate` only checks that the
// schema-engine path exists, so any executable will do (this also serves air-gapped machines).
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const generated = path.resolve("prisma/generated/client.ts");
const inputs = [
  "prisma/schema.prisma",
  ...readdirSync("prisma/models").map((f) => `prisma/models/${f}`),
];
const newest = Math.max(...inputs.map((file) => statSync(file).mtimeMs));
if (existsSync(generated) && statSync(generated).mtimeMs > newest) process.exit(0);

const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
const result = spawnSync(process.execPath, [cli, "generate", "--no-hints"], {
  stdio: ["ignore", "ignore", "inherit"],
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" },
});
process.exit(result.status ?? 1);
