import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import { look } from "./support/look";
import { adminContext, joinAs } from "./support/role-session";

let context: BrowserContext;
let page: Page;
test.beforeEach(async ({ browser }) => {
  context = await adminContext(browser);
  page = await context.newPage();
});
test.afterEach(async () => {
  await context.close();
});

async function some(q: string): Promise<{ id: string; name: string }> {
  const answer = await page.request.get(`/api/v1/identities?limit=1&q=${encodeURIComponent(q)}`);
  const { items } = (await answer.json()) as { items: { id: string; name: string }[] };
  expect(items).toHaveLength(1);
  return items[0] ?? { id: "", name: "" };
}

const section = (name: string) => page.getByRole("region", { name, exact: false });

test("an identity's page answers what, how risky, whose, what it reaches and what happened", async () => {
  const { id, name } = await some("kind:iam_user findings:yes");
  await page.goto(`/identities/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  for (const title of [
    "Why this score",
    "Owner",
    "Credentials",
    "Reach",
    "Who can use it",
    "Findings",
    "Checks",
    "Timeline",
    "Raw facts",
  ]) {
    await expect(page.getByRole("heading", { level: 2, name: title }).first()).toBeVisible();
  }
  await expect(section("Timeline").getByText("First seen by Muster")).toBeVisible();
  await expect(section("Timeline").getByText("Created", { exact: true })).toBeVisible();
  await expect(section("Findings").getByText("What to do:").first()).toBeVisible();
  const points = await section("Why this score")
    .getByText(/^\+\d+$/)
    .allInnerTexts();
  expect(points.length).toBeGreaterThan(0);
});

/** An identity of which some rules fail, some cannot tell and some pass, as the API says. */
async function checkedInAllWays(): Promise<IdentityDetail> {
  const q = encodeURIComponent("source:sample kind:iam_user findings:yes");
  const list = await page.request.get(`/api/v1/identities?limit=20&q=${q}`);
  const { items } = (await list.json()) as { items: { id: string }[] };
  for (const { id } of items) {
    const answer = await page.request.get(`/api/v1/identities/${id}`);
    const detail = (await answer.json()) as IdentityDetail;
    const outcomes = new Set(detail.checks.items.map(({ outcome }) => outcome));
    if (outcomes.size === 3) return detail;
  }
  throw new Error("No sample identity is failed, unknown and passed at once");
}

test("every rule's answer is in sight: failed with its finding, unknown with why and what would tell, passed", async () => {
  const { identity, checks } = await checkedInAllWays();
  const of = (outcome: string) => checks.items.filter((check) => check.outcome === outcome);
  await page.goto(`/identities/${identity.id}`);
  const area = section("Checks");
  await expect(area).toContainText(`${of("failed").length} failed`);
  await expect(area).toContainText(`${of("unknown").length} could not be checked`);

  const [unknown] = of("unknown");
  const undecided = area.getByRole("listitem").filter({ hasText: unknown?.title ?? "-" });
  await expect(undecided).toContainText("Could not be checked");
  await expect(undecided).toContainText(`${unknown?.because}.`);
  await expect(undecided).toContainText(`What would tell: ${unknown?.whatToDo}`);

  const [passed] = of("passed");
  const title = area.getByRole("listitem").filter({ hasText: passed?.title ?? "-" });
  await expect(title).toBeHidden();
  await area.getByText(/^Passed\d+ rules? passed$/).click();
  await expect(title).toBeVisible();

  const [failed] = of("failed");
  const failing = area
    .getByRole("listitem")
    .filter({ hasText: failed?.title ?? "-" })
    .first();
  await expect(failing).toContainText(failed?.found[0]?.evidence ?? "-");
  await look(page, "identity-checks");
  await failing.getByRole("link", { name: "Open finding" }).first().click();
  const finding = page.getByRole("dialog", { name: failed?.title ?? "-" });
  await expect(finding).toContainText(failed?.found[0]?.evidence ?? "-");
  await expect(finding).toContainText(identity.name);
});

test("an identity says how fresh and whole its source is", async () => {
  const { identity, coverage } = await checkedInAllWays();
  await page.goto(`/identities/${identity.id}`);
  const header = page.getByRole("article");
  if (coverage.lastReadAt === null)
    await expect(header).toContainText("Source not read to its end yet");
  else
    await expect(header.getByText(/^Source read/).locator("time")).toHaveAttribute(
      "datetime",
      coverage.lastReadAt,
    );
  for (const { stream, state } of coverage.unread)
    await expect(header).toContainText(`${stream}: ${state}`);
});

test("a person's classification replaces the source's, with name and reason as its evidence", async () => {
  const { id } = await some("class:legacy_application env:unknown kind:iam_user");
  await page.goto(`/identities/${id}`);
  await page.getByRole("button", { name: "Classify" }).click();
  const dialog = page.getByRole("dialog", { name: "Classify" });
  await dialog.getByRole("combobox", { name: "Class" }).click();
  await page.getByRole("option", { name: "AI tool token" }).click();
  await dialog.getByRole("combobox", { name: "Environment" }).click();
  await page.getByRole("option", { name: "Production", exact: true }).click();
  await dialog.getByLabel("Reason").fill("Drives the planning agent");
  await dialog.getByRole("button", { name: "Classify" }).click();
  await expect(page.getByText("Classification changed.", { exact: false })).toBeVisible();
  await expect(section("Raw facts")).toContainText(
    /AI tool token, set by Ada Admin on .*: Drives the planning agent \(the source suggests Legacy application\)/,
  );
  await expect(section("Timeline")).toContainText(
    "Classified by Ada Admin: Drives the planning agent",
  );
  const answer = await page.request.get("/api/v1/audit-events?limit=20");
  expect(await answer.text()).toContain("identity.classified");

  await page.getByRole("button", { name: "Classify" }).click();
  for (const name of ["Class", "Environment"]) {
    await dialog.getByRole("combobox", { name }).click();
    await page.getByRole("option", { name: /As the source suggests/ }).click();
  }
  await dialog.getByLabel("Reason").fill("Only a test");
  await dialog.getByRole("button", { name: "Classify" }).click();
  await expect(section("Raw facts")).not.toContainText("set by Ada Admin");
});

test("an owner sees only what is theirs: others' identities are not there", async ({ browser }) => {
  const { id } = await some("kind:iam_user");
  const owner = await joinAs(browser, "owner", "Only Own");
  const theirs = await owner.context.newPage();
  await theirs.goto(`/identities/${id}`);
  await expect(theirs.getByText("There is nothing at this address")).toBeVisible();
  await theirs.goto("/identities");
  const list = theirs.getByRole("main");
  await expect(list.getByText("Nothing is yours")).toBeVisible();
  await expect(list.getByText("0 owned by you")).toBeVisible();
  await expect(list.getByRole("link", { name: /source/i })).toHaveCount(0);
  await owner.context.close();
});

test("the list and an identity can be read and used at 390 px", async ({ browser }) => {
  const phone = await adminContext(browser, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    reducedMotion: "reduce",
  });
  const small = await phone.newPage();
  await small.goto("/identities");
  const first = small.locator('[data-row="0"]');
  await expect(first).toBeVisible();
  await first.getByRole("link").click();
  const panel = small.locator("aside[data-list-panel]");
  await expect(panel.getByRole("heading", { level: 2, name: "Why this score" })).toBeVisible();
  expect((await panel.boundingBox())?.width).toBeLessThanOrEqual(390);
  await panel.getByRole("button", { name: "Close panel" }).click();
  await expect(panel).toBeHidden();
  await phone.close();
});
