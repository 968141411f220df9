import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type APIRequestContext, expect, test } from "@playwright/test";
import { isBuilt } from "../scripts/build-mark.mjs";
import { isInstalled } from "../scripts/prepare.mjs";
import { administrator } from "./support/instance";
import { launchMuster, type Launched } from "./support/launched";
import { signInOver, visitor } from "./support/people";
import { unusedPort } from "./support/unused-port";

// An installation of its own: what is loaded, removed and ended here is nobody else's.
test.describe.configure({ mode: "serial" });

const tidy = { code: 0, postmasterIsLeft: false, survivors: [] };
let dataDir = "";
let port = 0;
let muster: Launched | null = null;

const baseUrl = (): string => `http://127.0.0.1:${port}`;
const itemsAt = async (http: APIRequestContext, address: string): Promise<unknown[]> =>
  ((await (await http.get(`${baseUrl()}${address}`)).json()) as { items: unknown[] }).items;

test.beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), "muster-start-"));
  chmodSync(dataDir, 0o755);
  port = await unusedPort();
  muster = await launchMuster({ dataDir, port });
});
test.afterAll(async () => {
  await muster?.end("SIGTERM");
  rmSync(dataDir, { recursive: true, force: true });
});

test("the sample organisation comes with one click and goes with one, without a trace", async ({
  page,
}) => {
  await page.goto(muster?.setupUrl ?? "");
  await page.getByRole("textbox", { name: "Name" }).fill(administrator.name);
  await page.getByLabel("E-mail address").fill(administrator.email);
  await page.getByLabel("Password", { exact: true }).fill(administrator.password);
  await page.getByRole("button", { name: "Create administrator" }).click();
  await page.waitForURL(`${baseUrl()}/`);
  await page.goto(`${baseUrl()}/sources`);
  await page.getByRole("button", { name: "Explore a sample organisation" }).first().click();
  const scored = async () => (await itemsAt(page.request, "/api/v1/identities?q=risk:>1")).length;
  await expect.poll(scored, { timeout: 150_000 }).toBeGreaterThan(0);

  await page.goto(`${baseUrl()}/sources`);
  await page.getByRole("button", { name: "Remove the sample" }).click();
  await expect(page.getByText("The sample organisation is gone")).toBeVisible();
  await expect(
    page.getByRole("button", { name: "Explore a sample organisation" }).first(),
  ).toBeVisible();
  const left = async () => (await itemsAt(page.request, "/api/v1/identities")).length;
  await expect.poll(left, { timeout: 60_000 }).toBe(0);
  for (const what of ["sources", "findings", "people"]) {
    const items = await itemsAt(page.request, `/api/v1/${what}`);
    expect(items, what).toHaveLength(what === "people" ? 1 : 0);
  }
});

test("Ctrl-C ends web, worker and database with exit code 0 and leaves nothing running", async () => {
  const ended = await muster?.end("SIGINT");
  const said = muster?.said() ?? "";
  muster = null;
  expect(ended).toEqual(tidy);
  expect(said).toContain("Ending…");
  expect(said, "nothing was taken for a crash").not.toContain("Starting it again");
});

test("a second start on the same folder finds everything and does nothing twice", async () => {
  const prepared = isInstalled({ development: false }) && isBuilt();
  const since = performance.now();
  const script = prepared ? "scripts/start.mjs" : "scripts/launch.ts";
  muster = await launchMuster({ dataDir, port, script });
  const answer = await fetch(`${baseUrl()}/sign-in`);
  expect(answer.status, await answer.text()).toBe(200);
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  test.info().annotations.push({
    type: "warm start",
    description: `${seconds} s to the first page, ${script}`,
  });
  const said = muster.said();
  expect(said).toContain("Database is up to date.");
  expect(said).not.toMatch(/Installing|Building|migrated|Created the keys/);
  expect(muster.setupUrl, "nobody is invited to take over").toBeNull();
  const http = await visitor({ baseUrl: baseUrl() });
  const { email, password } = administrator;
  expect(await signInOver(http, { email, password })).toBeNull();
  const log = await itemsAt(http, "/api/v1/audit-events?limit=50");
  expect(JSON.stringify(log), "what was done before").toContain("source.");
  await http.dispose();
});

test("SIGTERM, as a service manager sends it, ends it the same way", async () => {
  const ended = await muster?.end("SIGTERM");
  muster = null;
  expect(ended).toEqual(tidy);
});
