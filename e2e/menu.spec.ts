import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./support/actors";
import { ingestUsers } from "./support/aws-export";
import { administrator } from "./support/instance";
import { adminPage, numberIn } from "./support/pages";
import { joinAs } from "./support/role-session";

const entry = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true });

/** What the menu says waits, as a number; 0 where it says nothing. */
async function waiting(page: Page, name: string): Promise<number> {
  const link = entry(page, name);
  await expect(link).toBeVisible();
  const id = await link.getAttribute("aria-describedby");
  return id === null ? 0 : numberIn(await page.locator(`[id="${id}"]`).textContent());
}

test("the menu says how many critical findings are open, to the eye and to a screen reader", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  // Other tests score sources meanwhile: page and API are read until they agree.
  await expect(async () => {
    await page.goto("/sources");
    const answer = await page.request.get("/api/v1/findings/facets");
    const { severity } = (await answer.json()) as { severity: { value: string; count: number }[] };
    const critical = severity.find((facet) => facet.value === "critical")?.count ?? 0;
    expect(critical).toBeGreaterThan(0);
    expect(critical).toBeLessThan(1_000);
    expect(await waiting(page, "Findings")).toBe(critical);
    await expect(entry(page, "Findings")).toHaveAccessibleDescription(/critical findings? open$/);
    await expect(entry(page, "Findings")).toContainText(critical.toLocaleString("en-GB"));
  }).toPass({ timeout: 60_000 });
  await page.getByRole("button", { name: "Collapse" }).click();
  await expect(entry(page, "Findings")).toHaveAccessibleDescription(/critical findings? open$/);
  await page.getByRole("button", { name: "Show the menu's words" }).click();
  await page.context().close();
});

test("a request for an exception waits for who may decide it, and for nobody else", async ({
  browser,
}) => {
  const cookie = await signIn(administrator.email, administrator.password);
  const sourceId = await ingestUsers(cookie, "Asked about in the menu", [{ name: "svc-menu" }]);
  const admin = await adminPage(browser);
  const findings = `/api/v1/findings?source=${sourceId}&limit=1`;
  const first = async () =>
    ((await (await admin.request.get(findings)).json()) as { items: { id: string }[] }).items[0];
  await expect.poll(first, { timeout: 60_000 }).toBeDefined();

  const asker = await joinAs(browser, "analyst", "Asks Menu");
  const decider = await joinAs(browser, "analyst", "Decides Menu");
  const auditor = await joinAs(browser, "auditor", "Reads Menu");
  const page = await asker.context.newPage();
  await page.goto(`/exceptions/new?finding=${(await first())?.id}`);
  const { origin } = new URL(page.url());
  const asked = await page.request.post("/api/v1/exceptions", {
    headers: { origin },
    data: {
      findingId: (await first())?.id,
      reason: "The vendor ships the fix next month",
      controls: ["other"],
      controlsNote: "Every call is logged",
      endsAt: new Date(Date.now() + 5 * 86_400_000).toISOString(),
    },
  });
  expect(asked.status()).toBe(201);
  const { exceptionId } = (await asked.json()) as { exceptionId: string };

  const open = async (context: typeof asker.context, name: string) => {
    const fresh = await context.newPage();
    await fresh.goto("/findings");
    const n = await waiting(fresh, name);
    await fresh.close();
    return n;
  };
  const forDecider = await open(decider.context, "Exceptions");
  expect(forDecider).toBeGreaterThan(0);
  expect(await open(auditor.context, "Exceptions")).toBe(0);
  expect(await open(auditor.context, "Findings")).toBe(0);
  // Other specs ask too: it is the difference of one that is theirs.
  await expect(async () => {
    const [theirs, own] = [
      await open(decider.context, "Exceptions"),
      await open(asker.context, "Exceptions"),
    ];
    expect(theirs - own).toBe(1);
  }).toPass({ timeout: 120_000 });
  await page.request.post(`/api/v1/exceptions/${exceptionId}/withdraw`, { headers: { origin } });
  for (const one of [asker, decider, auditor]) await one.context.close();
  await admin.context().close();
});
