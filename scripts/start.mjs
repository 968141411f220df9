// `npm start`: installs and builds what is missing, then hands over to scripts/launch.ts.
// Plain JavaScript without dependencies, so that it runs on any Node from 20 before anything is installed.
import { spawn } from "node:child_process";
import process from "node:process";
import { chooseNode } from "./choose-node.mjs";
import { buildIfNeeded, installIfNeeded, say } from "./prepare.mjs";

const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 20) {
  say(
    `Muster needs Node 20 or newer to start; this is ${process.versions.node}. Install a newer Node and run npm start again.`,
  );
  process.exit(1);
}

let node = "";
try {
  await installIfNeeded({ development: false });
  node = chooseNode(".");
  await buildIfNeeded();
} catch (error) {
  say(error.message);
  process.exit(1);
}

// Not through npm, which would not pass a signal on. From here on it is the pinned Node.
const args = ["--import", "tsx", "--conditions=react-server", "scripts/launch.ts"];
const child = spawn(node, args, { stdio: "inherit", env: process.env });
// The terminal sends Ctrl-C to the whole group; this process only waits for the tidy end.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
}
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
