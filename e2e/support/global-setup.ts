import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFileSync, chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { logFile, saveInstance } from "./instance";
import { unusedPort } from "./unused-port";

/** Starts Muster as `npm start` does (without install and build) on an empty data folder. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "muster-e2e-"));
  chmodSync(dataDir, 0o755);
  const port = await unusedPort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const secret = `canary-oidc-${randomBytes(12).toString("hex")}`;
  const provider = { port: await unusedPort(), secret };
  const node = path.resolve("node_modules/node/bin/node");
  const args = ["--import", "tsx", "--conditions=react-server", "scripts/launch.ts"];
  const child = spawn(existsSync(node) ? node : process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      DATABASE_URL: "",
      MUSTER_DATA_DIR: dataDir,
      MUSTER_BASE_URL: baseUrl,
      MUSTER_ALLOW_PRIVATE_HOSTS: "127.0.0.1,localhost",
      MUSTER_LOG_LEVEL: "info",
      MUSTER_OIDC_ISSUER: `http://127.0.0.1:${provider.port}`,
      MUSTER_OIDC_CLIENT_ID: "muster",
      MUSTER_OIDC_CLIENT_SECRET: provider.secret,
      MUSTER_OIDC_NAME: "Example Login",
      PORT: String(port),
      HOST: "127.0.0.1",
    },
  });
  // Kept to the end: the last test looks for secrets in it.
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => appendFileSync(logFile(dataDir), chunk));
  }
  const setupUrl = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const link = /one-time link\): (\S+)/.exec(output)?.[1];
      if (link) resolve(link);
    });
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("exit", () => reject(new Error(`Muster did not start:\n${output}`)));
  });
  saveInstance({
    baseUrl,
    setupUrl,
    dataDir,
    launcherPid: child.pid ?? 0,
    adminState: path.join(dataDir, "admin-state.json"),
    provider,
  });
  return async () => {
    const gone = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGTERM");
    await gone;
    rmSync(dataDir, { recursive: true, force: true });
  };
}
