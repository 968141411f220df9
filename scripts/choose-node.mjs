import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";

/** What Muster runs on from 22.13; older ones only start the pinned Node of the package `node`. */
const isRecent = (version) => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 13);
};

/** The Node to run Muster with below `root`: the pinned one, else the running one if it is new enough. */
export function chooseNode(
  root,
  running = { version: process.versions.node, file: process.execPath },
) {
  const pinned = path.join(root, "node_modules/node/bin/node");
  if (existsSync(pinned)) return pinned;
  if (isRecent(running.version)) return running.file;
  throw new Error(
    `Muster's own Node is missing (${pinned}), and Node ${running.version} is too old to run Muster. ` +
      "Its install script was not allowed to run, or the download failed: run npm rebuild node, " +
      "or install Node 22.13 or newer. Then run the command again.",
  );
}
