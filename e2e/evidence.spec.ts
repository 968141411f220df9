import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { getJson, signIn } from "./support/actors";
import { ingestUsers } from "./support/aws-export";
import { publishedKey, savePack, verifyPack } from "./support/evidence";
import { administrator, instance } from "./support/instance";
import { adminPage } from "./support/pages";
import { joinAs } from "./support/role-session";
import { openContext } from "./support/open-context";
import { picture } from "./support/picture";
import { violationsOf } from "./support/violations";

const run = Date.now().toString(36);
const names = { offboarded: `svc-proof-off-${run}`, reviewed: `svc-proof-rev-${run}` };
const folder = mkdtempSync(path.join(os.tmpdir(), "muster-e2e-evidence-"));
const pack = path.join(folder, "case.zip");
const reason = "Nobody has used it since the spring";
const unchanged = "Nothing in this pack was changed since it was signed.";
const identities = new Map<string, string>();

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  const admin = await signIn(administrator.email, administrator.password);
  await ingestUsers(
    admin,
    `Evidence ${run}`,
    Object.values(names).map((name) => ({ name })),
  );
  for (const name of Object.values(names)) {
    const { items } = await getJson<{ items: { id: string }[] }>(
      admin,
      `/api/v1/identities?q=${name}`,
    );
    identities.set(name, items[0]?.id ?? "");
  }
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function post<Result>(page: Page, address: string, data: object): Promise<Result> {
  const headers = { origin: instance().baseUrl };
  const answer = await page.request.post(address, { headers, data });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
  return (await answer.json()) as Result;
}

/** The page as somebody opens it who has only the file: no server, no network. */
async function verifierPage(browser: Browser, page: Page): Promise<Page> {
  const served = await page.request.get("/verify.html");
  const policy = served.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  const file = path.join(folder, "verify.html");
  writeFileSync(file, await served.body());
  const context = await openContext(browser, { offline: true, reducedMotion: "reduce" });
  const offline = await context.newPage();
  await offline.goto(pathToFileURL(file).toString());
  return offline;
}

/** The same pack with one bit of one byte turned. */
function flipped(at: number): string {
  const bytes = readFileSync(pack);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  const file = path.join(folder, `flipped-${at}.zip`);
  writeFileSync(file, bytes);
  return file;
}

test("a case is exported on its page, and its pack verifies without the server", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const asked = { identityId: identities.get(names.offboarded), reason };
  const { caseId } = await post<{ caseId: string }>(page, "/api/v1/offboarding", asked);
  await page.goto(`/offboarding/${caseId}`);
  await page.getByRole("button", { name: "Export evidence" }).click();
  await savePack(page, pack);
  const key = await publishedKey(page);
  const good = await verifyPack(pack, "--key", key);
  expect(good.out).toContain(unchanged);
  expect(good.out).toContain("pass  Signer:");
  expect(good.out).toContain("pass  case.json");
  expect(good.out).toContain("pass  report.pdf");
  expect(good.out).toContain("pass  Audit entries");
  expect(good.code).toBe(0);
  const stranger = await verifyPack(pack, "--key", "0".repeat(64));
  expect(stranger.code).toBe(1);
  expect(stranger.out).toContain("which is not the key you gave");
  await page.goto("/evidence");
  const list = page.getByRole("region", { name: "Evidence packs" });
  await picture(page, "evidence");
  await expect(
    list.getByRole("link", { name: `Offboarding of ${names.offboarded}` }),
  ).toBeVisible();
});

test("the page that verifies works as a file without a network, and names a flipped byte as the command line does", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const key = await publishedKey(page);
  const bytes = readFileSync(pack);
  const broken = flipped(bytes.indexOf(reason));
  const bad = await verifyPack(broken, "--key", key);
  expect(bad.code).toBe(1);
  const named = /FAIL {2}(\S+: changed in bytes? [\d,-]+)/.exec(bad.out)?.[1] ?? "nothing";
  expect(named).toMatch(/\.(json|jsonl|csv): /);

  const verifier = await verifierPage(browser, page);
  const chosen = verifier.getByLabel("Pack", { exact: true });
  await verifier.getByLabel("Public key of the signer you trust").fill(key);
  await chosen.setInputFiles(pack);
  await expect(verifier.getByText(unchanged)).toBeVisible({ timeout: 30_000 });
  await chosen.setInputFiles(broken);
  await expect(verifier.getByText(/^\d of \d+ checks failed/)).toBeVisible({ timeout: 30_000 });
  await expect(verifier.getByText(named)).toBeVisible();
  await picture(verifier, "verify");
  for (const colorScheme of ["light", "dark"] as const) {
    await verifier.emulateMedia({ colorScheme });
    expect(await violationsOf(verifier, { advice: true })).toEqual([]);
  }
  await verifier.context().close();

  const refused: string[] = [];
  page.on("console", (message) => refused.push(message.text()));
  await page.goto("/verify.html");
  await page.getByLabel("Pack", { exact: true }).setInputFiles(pack);
  await expect(page.getByText(unchanged)).toBeVisible({ timeout: 30_000 });
  expect(refused.filter((text) => /Content Security Policy/i.test(text))).toEqual([]);
});

test("closing a review seals its pack, which verifies", async ({ browser }) => {
  const page = await adminPage(browser);
  const { campaignId } = await post<{ campaignId: string }>(page, "/api/v1/campaigns", {
    name: `Proof ${run}`,
    q: names.reviewed,
    dueAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
  });
  await page.goto(`/reviews/${campaignId}`);
  await page.getByRole("button", { name: "Close review" }).click({ timeout: 60_000 });
  await page.getByRole("dialog").getByRole("button", { name: "Close review" }).click();
  const file = path.join(folder, "review.zip");
  await savePack(page, file);
  const found = await verifyPack(file, "--key", await publishedKey(page));
  expect(found.out).toContain(`Review Proof ${run}`);
  expect(found.out).toContain("pass  Rows of items.jsonl");
  expect(found.out).toContain(unchanged);
  expect(readFileSync(file).includes(names.reviewed)).toBe(true);
});

test("an auditor exports days of the log as one piece without a gap, and changes nothing else", async ({
  browser,
}) => {
  const { context, name } = await joinAs(browser, "auditor", "Aud Auditor");
  const page = await context.newPage();
  await page.goto("/audit-log");
  await expect(page.getByText(/^(Last checkpoint|No checkpoint was signed yet)/)).toBeVisible();
  await page.getByRole("button", { name: "Export evidence" }).click();
  const dialog = page.getByRole("dialog");
  const today = new Date().toISOString().slice(0, 10);
  await dialog.getByLabel("First day (UTC)").fill(today);
  await dialog.getByLabel("Last day (UTC)").fill(today);
  await dialog.getByRole("button", { name: "Export", exact: true }).click();
  await page.waitForURL("**/evidence");
  const file = path.join(folder, "days.zip");
  await savePack(page, file, name);
  const found = await verifyPack(file, "--key", await publishedKey(page));
  expect(found.out).toContain(`Audit log from ${today} to ${today}`);
  expect(found.out).toMatch(/pass {2}Audit entries: [\d,]+ entries without a gap/);
  expect(found.code).toBe(0);
  const attempt = await page.request.put("/api/v1/checkpoints/settings", {
    headers: { origin: instance().baseUrl },
    data: { file: false, syslog: null, webhook: null },
  });
  expect(attempt.status()).toBe(403);
  await page.goto("/settings/checkpoints");
  await expect(page.getByLabel("Webhook")).toBeDisabled();
  await expect(page.getByRole("button", { name: "Keep" })).toHaveCount(0);
  await context.close();
});
