import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { saveInstance } from "./instance";
import { launchMuster } from "./launched";
import { unusedPort } from "./unused-port";

/** Starts Muster as `npm start` does (without install and build) on an empty data folder. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "muster-e2e-"));
  chmodSync(dataDir, 0o755);
  const port = await unusedPort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const secret = `canary-oidc-${randomBytes(12).toString("hex")}`;
  const provider = { port: await unusedPort(), secret };
  const muster = await launchMuster({
    dataDir,
    port,
    env: {
      MUSTER_ALLOW_PRIVATE_HOSTS: "127.0.0.1,localhost",
      MUSTER_LOG_LEVEL: "info",
      MUSTER_OIDC_ISSUER: `http://127.0.0.1:${provider.port}`,
      MUSTER_OIDC_CLIENT_ID: "muster",
      MUSTER_OIDC_CLIENT_SECRET: provider.secret,
      MUSTER_OIDC_NAME: "Example Login",
    },
  });
  saveInstance({
    baseUrl,
    setupUrl: muster.setupUrl ?? "",
    dataDir,
    launcherPid: muster.pid,
    adminState: path.join(dataDir, "admin-state.json"),
    provider,
  });
  return async () => {
    const ended = await muster.end("SIGTERM");
    rmSync(dataDir, { recursive: true, force: true });
    assert.deepEqual(ended, { code: 0, postmasterIsLeft: false, survivors: [] });
  };
}
