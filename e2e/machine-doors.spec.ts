import { expect, test } from "@playwright/test";
import { send } from "./support/http";
import { instance } from "./support/instance";
import { asAdministrator } from "./support/people";
import { startSecondServer } from "./support/second-server";

test("metrics tell the depth of every queue, the sessions and the process, and name nobody", async () => {
  const answer = await send(instance().baseUrl, "/metrics");
  expect(answer.status).toBe(200);
  expect(answer.headers["content-type"]).toContain("text/plain; version=0.0.4");
  for (const state of ["waiting", "running", "failed"]) {
    expect(answer.text).toMatch(
      new RegExp(`^muster_queue_jobs\\{queue="[\\w-]+",state="${state}"\\} \\d+$`, "m"),
    );
  }
  expect(answer.text).toMatch(/^muster_sessions_open [1-9]\d*$/m);
  expect(answer.text).toMatch(/^muster_process_resident_memory_bytes \d+$/m);
  expect(answer.text).not.toContain("@");
});

test("metrics with a token open to it alone, from this machine too", async () => {
  const token = "a-token-for-the-metrics-of-a-test";
  const server = await startSecondServer({ env: { MUSTER_METRICS_TOKEN: token } });
  try {
    const ask = (headers: Record<string, string>) => send(server.baseUrl, "/metrics", { headers });
    for (const authorization of ["", `Bearer ${token}x`, `Bearer ${token.slice(1)}`, token]) {
      const refused = await ask(authorization ? { authorization } : {});
      expect(refused.status, authorization).toBe(401);
      expect(refused.text).not.toContain("muster_queue_jobs");
    }
    const allowed = await ask({ authorization: `Bearer ${token}` });
    expect(allowed.status).toBe(200);
    expect(allowed.text).toContain("muster_queue_jobs");
  } finally {
    await server.stop();
  }
});

test("health is 200 with the database and 503 without, and says which", async () => {
  const up = await send(instance().baseUrl, "/api/health");
  expect(up.status).toBe(200);
  expect(JSON.parse(up.text)).toEqual({ ok: true, database: "up" });
  const server = await startSecondServer({
    env: { DATABASE_URL: "postgresql://muster@127.0.0.1:9/muster" },
    health: 503,
  });
  try {
    const down = await send(server.baseUrl, "/api/health");
    expect(down.status).toBe(503);
    expect(down.headers["cache-control"]).toBe("no-store");
    expect(JSON.parse(down.text)).toEqual({ ok: false, database: "down" });
  } finally {
    await server.stop();
  }
});

test("the API describes itself as OpenAPI 3", async () => {
  const admin = await asAdministrator();
  const answer = await admin.get("/api/v1/openapi.json");
  expect(answer.status()).toBe(200);
  const document = (await answer.json()) as { openapi: string; paths: Record<string, object> };
  expect(document.openapi).toMatch(/^3\./);
  expect(Object.keys(document.paths)).toContain("/api/v1/identities");
  await admin.dispose();
});
