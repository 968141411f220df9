import { expect, test } from "@playwright/test";
import { signIn } from "./support/actors";
import { ingestUsers } from "./support/aws-export";
import { administrator } from "./support/instance";
import { adminPage } from "./support/pages";
import { joinAs } from "./support/role-session";

test("the chain is verified in words, with its head to note elsewhere", async ({ browser }) => {
  const page = await adminPage(browser);
  await page.goto("/audit-log");
  await page.getByRole("button", { name: "Verify chain" }).click();
  const result = page.getByRole("dialog");
  await expect(result.getByText("Intact", { exact: true })).toBeVisible();
  await expect(result.getByText(/The audit log is intact: [\d,]+ entries/)).toBeVisible();
  const head = /entry \d+, seal [0-9a-f]{64}/;
  const shown = head.exec(await result.getByText(head).innerText())?.[0];
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await result.getByRole("button", { name: "Copy the head" }).click();
  await expect(result.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown);
});

test("where a browser lets no page copy, the button says so", async ({ browser }) => {
  const page = await adminPage(browser);
  // As over plain HTTP from another machine.
  await page.addInitScript(() => delete (Navigator.prototype as { clipboard?: object }).clipboard);
  await page.goto("/audit-log");
  await page.getByRole("button", { name: "Verify chain" }).click();
  const result = page.getByRole("dialog");
  await result.getByRole("button", { name: "Copy the head" }).click();
  await expect(result.getByRole("button", { name: "Cannot copy here" })).toBeVisible();
});

test("filters narrow the log, stay in the address and can be cleared", async ({ browser }) => {
  const page = await adminPage(browser);
  await page.goto("/audit-log");
  await page.getByLabel("Event").selectOption({ label: "Sources: everything" });
  await page.waitForURL(/event=source/);
  const rows = page.getByRole("region", { name: "Audit log" }).locator("tbody tr");
  await expect(rows.first()).toContainText("source.");
  const codes = rows.locator("td:first-child span:nth-child(2)");
  await expect
    .poll(async () => (await codes.allTextContents()).filter((code) => !code.startsWith("source.")))
    .toEqual([]);
  await page.getByLabel("Outcome").selectOption("failed");
  await page.waitForURL(/event=source&outcome=failed|outcome=failed&event=source/);
  await page.getByLabel("Who", { exact: true }).fill("nobody of that name");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No entry matches")).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(rows.first()).toBeVisible();
  await expect(page.getByLabel("Event")).toHaveValue("");
  await page.goto("/audit-log?from=yesterday&outcome=maybe");
  await expect(page.getByText("outcome, from: the value does not exist")).toBeVisible();
  await page.goto("/audit-log?from=2026-02-01&to=2026-01-01");
  await expect(page.getByText("to: the value does not exist or does not fit")).toBeVisible();
  await expect(page.getByLabel("From (UTC)")).toHaveValue("2026-02-01");
  await expect(page.getByLabel("To (UTC)")).toHaveValue("");
});

test("older entries follow the newest without a gap", async ({ browser }) => {
  const page = await adminPage(browser);
  // Taking a file is an entry each time.
  for (let n = 0; n < 110; n++) {
    await page.request.get("/api/v1/findings/export?rule=nhi5-root-access-key");
  }
  await page.goto("/audit-log?event=finding.exported");
  const rows = page.getByRole("region", { name: "Audit log" }).locator("tbody tr");
  const entries = async () =>
    (await rows.locator("td:first-child").allTextContents()).map((text) =>
      Number(/entry (\d+)/.exec(text)?.[1]),
    );
  const newest = await entries();
  expect(newest).toHaveLength(100);
  await page.getByRole("link", { name: "Older entries" }).click();
  await page.waitForURL(/cursor=/);
  const older = await entries();
  expect(older.length).toBeGreaterThanOrEqual(10);
  const both = [...newest, ...older];
  expect(both).toEqual(both.toSorted((a, b) => b - a));
  expect(new Set(both).size).toBe(both.length);
  await page.getByRole("link", { name: "Newest entries" }).click();
  await expect.poll(async () => (await entries())[0]).toBeGreaterThanOrEqual(newest[0] ?? 0);
});

test("the log can be taken as a file, which is recorded", async ({ browser }) => {
  const page = await adminPage(browser);
  await page.goto("/audit-log?event=setup");
  const rows = await page.getByRole("region", { name: "Audit log" }).locator("tbody tr").count();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export CSV" }).click(),
  ]);
  let text = "";
  for await (const chunk of await file.createReadStream()) text += String(chunk);
  expect(text.split("\r\n").filter(Boolean)).toHaveLength(rows + 1);
  await page.goto("/audit-log?event=audit.exported");
  await expect(page.getByRole("region", { name: "Audit log" })).toContainText("audit.exported");
});

test("a role without the log gets a page that says so, and not the log", async ({ browser }) => {
  const { context } = await joinAs(browser, "analyst", "Anna Analyst");
  const page = await context.newPage();
  const answer = await page.goto("/audit-log");
  expect(answer?.status()).toBe(403);
  await expect(page.getByText("Your role does not include this page")).toBeVisible();
  await expect(page.getByRole("button", { name: "Verify chain" })).toHaveCount(0);
  expect(answer?.headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
  await page.getByRole("link", { name: "Go to the start page" }).click();
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
});

test("a long detail opens to its end and closes again", async ({ browser }) => {
  const page = await adminPage(browser);
  const words = Array.from({ length: 40 }, (_, n) => `audited-word-${n}`);
  const q = encodeURIComponent(`label:${words.join(",")}`);
  const taken = await page.request.get(`/api/v1/identities/export?q=${q}`);
  expect(taken.status()).toBe(200);
  await page.goto("/audit-log?event=identity.exported");
  const row = page.locator("tbody tr").filter({ hasText: "audited-word-0" }).first();
  const end = row.locator("details p").filter({ hasText: "audited-word-39" });
  await expect(end).toBeHidden();
  await row.locator("summary").click();
  await expect(end).toBeVisible();
  await row.locator("summary").click();
  await expect(end).toBeHidden();
});

test("an entry says in words what happened to what, and leads to its page while there is one", async ({
  browser,
}) => {
  const cookie = await signIn(administrator.email, administrator.password);
  const sourceId = await ingestUsers(cookie, "Told in the log", [{ name: "svc-told" }]);
  const page = await adminPage(browser);
  const row = page.getByRole("region", { name: "Audit log" }).locator("tbody tr");
  await page.goto(`/audit-log?event=source.added&target=${sourceId}`);
  await expect(page.getByLabel("Event").locator("option:checked")).toHaveText("Source added");
  await expect(row).toHaveCount(1);
  await expect(row.getByText("Source added", { exact: true })).toBeVisible();
  await expect(row).toContainText("Connector: aws-export");
  await row.getByRole("link", { name: "Told in the log" }).click();
  await page.waitForURL(`**/sources/${sourceId}`);

  const headers = { origin: new URL(page.url()).origin };
  const data = { name: "Gone from the log" };
  const made = await page.request.post("/api/v1/teams", { headers, data });
  const { id } = (await made.json()) as { id: string };
  await page.goto(`/audit-log?event=team&target=${id}`);
  await expect(row.getByRole("link", { name: data.name })).toHaveAttribute("href", "/people/teams");
  expect((await page.request.delete(`/api/v1/teams/${id}`, { headers })).status()).toBe(200);
  await page.reload();
  await expect(row.getByText("Team deleted", { exact: true })).toBeVisible();
  await expect(row.getByText(data.name, { exact: true })).toHaveCount(2);
  await expect(row.getByText("no longer there")).toHaveCount(2);
  await expect(row.getByRole("link")).toHaveCount(0);
});

test("an event with the outcome refused leads to the attempts at it", async ({ browser }) => {
  const page = await adminPage(browser);
  await page.goto("/audit-log?outcome=refused&actor=Ada");
  const headers = { origin: new URL(page.url()).origin };
  const answer = await page.request.post("/api/v1/teams", { headers, data: { name: "" } });
  expect(answer.status()).toBe(400);
  await page.getByLabel("Event").selectOption({ label: "Team added" });
  await page.waitForURL(/event=team.added/);
  const row = page.getByRole("region", { name: "Audit log" }).locator("tbody tr").first();
  await expect(row.getByText("Add a team", { exact: true })).toBeVisible();
  await expect(row).toContainText("Because: what was sent is not valid");
  await expect(page.getByLabel("Event").locator("option:checked")).toHaveText("Team added");
});
