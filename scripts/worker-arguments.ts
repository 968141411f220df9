import { readFileSync } from "node:fs";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
  scripts: { worker: string };
};

/**
 * What Node gets for a worker, as `npm run worker` gives it: a heap that is cleaned up before it
 * grows to several times what is in use, because most of what a job reads is garbage a moment later.
 */
export const workerArguments = scripts.worker.split(" ").slice(1);
