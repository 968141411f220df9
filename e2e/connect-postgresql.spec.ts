import { readFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { instance } from "./support/instance";
import { openContext } from "./support/open-context";

/** A real PostgreSQL behind a wire that can be held and cut, in the real browser. */
const word = "not-a-real-word-5Kd8";
let admin: pg.Client;
let wire: Awaited<ReturnType<typeof startWire>>;
let page: Page;

test.describe.configure({ mode: "serial" });

async function startWire(target: number) {
  const open = new Set<net.Socket>();
  let held = false;
  let cuts = 0;
  let waiting: (() => void)[] = [];
  const server = net.createServer((client) => {
    const upstream = net.connect(target, "127.0.0.1");
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", () => undefined).on("close", () => open.delete(socket));
    }
    client.pipe(upstream);
    let bytes = 0;
    upstream.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (cuts > 0 && bytes > 3_000) {
        cuts -= 1;
        client.resetAndDestroy();
        upstream.destroy();
      } else if (held) {
        upstream.pause();
        waiting.push(() => {
          client.write(chunk);
          upstream.resume();
        });
      } else client.write(chunk);
    });
    upstream.on("close", () => client.end());
    client.on("close", () => upstream.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address() as net.AddressInfo;
  return {
    port: address.port,
    hold: () => (held = true),
    release: () => {
      held = false;
      for (const go of waiting.splice(0)) go();
      waiting = [];
    },
    /** Cuts the next connection in the middle of its answers. */
    cutOnce: () => (cuts = 1),
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  const { adminState, baseUrl, dataDir } = instance();
  const [, , , port = ""] = readFileSync(
    path.join(dataDir, "postgres/postmaster.pid"),
    "utf8",
  ).split("\n");
  const password = readFileSync(path.join(dataDir, "database-password"), "utf8").trim();
  const place = { host: "127.0.0.1", port: Number(port), database: "postgres" };
  admin = new pg.Client({ ...place, user: "postgres", password });
  await admin.connect();
  await admin.query(`CREATE ROLE e2e_reader LOGIN PASSWORD '${word}'`);
  await admin.query("GRANT pg_monitor TO e2e_reader");
  await admin.query(`CREATE ROLE e2e_plain LOGIN PASSWORD '${word}'`);
  await admin.query("CREATE ROLE e2e_group NOLOGIN");
  wire = await startWire(Number(port));
  const context = await openContext(browser, { storageState: adminState, baseURL: baseUrl });
  page = await context.newPage();
});
test.afterAll(async () => {
  await page.context().close();
  wire.close();
  await admin.query("DROP ROLE e2e_reader, e2e_plain, e2e_group");
  await admin.end();
});

async function fillForm(name: string, role: string, password: string): Promise<void> {
  await page.goto("/sources/new?connector=postgresql");
  await page.getByRole("textbox", { name: "Name" }).first().fill(name);
  await page.getByRole("textbox", { name: "Host" }).fill("127.0.0.1");
  await page.getByRole("textbox", { name: "Port" }).fill(String(wire.port));
  await page.getByRole("textbox", { name: "Role" }).fill(role);
  await page.getByLabel("Password").first().fill(password);
  await page.getByRole("combobox", { name: "TLS" }).click();
  await page.getByRole("option", { name: "Disable" }).click();
}

const sourceId = () => new URL(page.url()).pathname.split("/").at(-1) ?? "";
async function states(): Promise<string[]> {
  const answer = await page.request.get(`/api/v1/sources/${sourceId()}/runs`);
  return ((await answer.json()) as { items: { state: string }[] }).items.map(({ state }) => state);
}
async function roles(): Promise<number> {
  const q = encodeURIComponent(`source:${sourceId()} kind:database_role`);
  const answer = await page.request.get(`/api/v1/identities?limit=200&q=${q}`, {
    // A connection that the server has just closed for its age is no answer.
    maxRetries: 3,
  });
  return ((await answer.json()) as { items: unknown[] }).items.length;
}

test("a wrong password and a role that may not sign in are told apart, in words", async () => {
  await fillForm("Wrong", "e2e_reader", "guessed wrongly");
  await page.getByRole("button", { name: "Check connection" }).click();
  await expect(page.getByText("The connection does not work")).toBeVisible();
  await expect(page.getByText(/does not accept the role or its password/)).toBeVisible();
  await expect(page.getByText("guessed wrongly")).toHaveCount(0);

  await page.getByRole("textbox", { name: "Role" }).fill("e2e_group");
  await page.getByRole("button", { name: "Check connection" }).click();
  await expect(
    page
      .getByText(/does not accept the role or its password|does not let this role sign in/)
      .first(),
  ).toBeVisible();
});

test("a role without pg_monitor is named with the stream that stays unseen", async () => {
  await fillForm("Plain", "e2e_plain", word);
  await page.getByRole("button", { name: "Check connection" }).click();
  await expect(page.getByText("The connection works, but 1 permission is missing")).toBeVisible();
  await expect(
    page.getByText("pg_monitor: without it replication, activity stays unseen"),
  ).toBeVisible();
});

test("a sync that is cancelled ends, keeps what was read, and the next one reads everything", async () => {
  await fillForm("Database behind a wire", "e2e_reader", word);
  wire.hold();
  await page.getByRole("button", { name: "Connect and sync" }).click();
  await page.waitForURL(/\/sources\/[0-9a-f-]{36}/);
  await expect.poll(states, { timeout: 30_000 }).toEqual(["running"]);
  await page.reload();
  const asked = page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.getByRole("button", { name: "Cancel sync" }).click();
  await asked;
  wire.release();
  await expect.poll(states, { timeout: 60_000 }).toEqual(["cancelled"]);
  await page.reload();
  await expect(page.getByRole("region", { name: "Runs" })).toContainText("Cancelled");
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect.poll(states, { timeout: 60_000 }).toEqual(["succeeded", "cancelled"]);
  expect(await roles()).toBeGreaterThanOrEqual(4);
});

test("a connection that is cut in the middle is taken up again by the same run", async () => {
  const before = await roles();
  wire.cutOnce();
  await page.reload();
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect.poll(states, { timeout: 90_000 }).toEqual(["succeeded", "succeeded", "cancelled"]);
  expect(await roles()).toBe(before);
});

test("a schedule is set, shown and taken away", async () => {
  await page.reload();
  await page.getByRole("button", { name: "Schedule" }).click();
  await page.getByRole("menuitem", { name: "Every hour" }).click();
  await expect(page.getByText("The schedule is set").first()).toBeVisible();
  await page.reload();
  const next = page.locator("dl").filter({ hasText: "Next sync" });
  await expect(next).not.toContainText("Only when asked");
  await page.getByRole("button", { name: "Schedule" }).click();
  await page.getByRole("menuitem", { name: "Only when asked" }).click();
  await expect(next).toContainText("Only when asked");
});

test("a password that was changed at the server stops the source, which keeps everything and says what to do", async () => {
  const before = await roles();
  await admin.query("ALTER ROLE e2e_reader PASSWORD 'changed-elsewhere-9Wd2'");
  await page.reload();
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect.poll(async () => (await states())[0], { timeout: 60_000 }).toBe("failed");
  await page.reload();
  await expect(page.getByText("The last sync failed").first()).toBeVisible();
  await expect(page.getByText(/does not accept the role or its password/).first()).toBeVisible();
  await expect(page.getByText(/Give the source a working credential/).first()).toBeVisible();
  expect(await roles()).toBe(before);
  await admin.query(`ALTER ROLE e2e_reader PASSWORD '${word}'`);
});
