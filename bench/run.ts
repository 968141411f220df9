// `npm run bench [name…]`: runs the benches one after the other; each prints its figures with their
// ratio to a limit measured in the same run and writes them to bench/results/.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";

const folder = path.resolve("bench");
const all = readdirSync(folder)
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => file.replace(".bench.ts", ""));
const asked = process.argv.slice(2);
const unknownNames = asked.filter((name) => !all.includes(name));
if (unknownNames.length > 0) {
  console.error(`No bench called ${unknownNames.join(", ")}. There are: ${all.join(", ")}.`);
  process.exit(64);
}

let failed = 0;
for (const name of asked.length > 0 ? asked : all) {
  console.log(`\n${name}`);
  const args = [
    "--import",
    "tsx",
    "--conditions=react-server",
    path.join(folder, `${name}.bench.ts`),
  ];
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  const code = await new Promise<number>((resolve) =>
    child.once("exit", (value) => resolve(value ?? 1)),
  );
  if (code !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
