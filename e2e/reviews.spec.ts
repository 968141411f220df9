import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { query } from "./support/database";
import { hydrated } from "./support/hydrated";
import { openContext } from "./support/open-context";
import { instance } from "./support/instance";
import { adminPage } from "./support/pages";
import { enterPassword, insertPerson, type Person } from "./support/people";
import { picture } from "./support/picture";
import { violationsOf } from "./support/violations";

test.describe.configure({ mode: "serial" });

const reason = "The nightly export runs with it every day";
const scope = "label:quarter-end";
let desk: Person;
let phone: Person;

/** Two owners of four identities of the sample each, one of them with a phone. */
test.beforeAll(async () => {
  desk = await insertPerson("Dora Desk", "owner");
  phone = await insertPerson("Phil Phone", "owner");
  for (const [at, person] of [desk, phone].entries()) {
    await query(
      `UPDATE identity SET owner_state = 'confirmed', owner_id = (SELECT id FROM person WHERE email = $1),
         labels = labels || '{quarter-end}'
       WHERE id IN (SELECT i.id FROM identity i JOIN source s ON s.id = i.source_id AND s.is_sample
         WHERE i.missing_since IS NULL AND i.privilege <> 'admin'
         AND i.environment <> 'production' AND (SELECT count(*) FROM credential c WHERE c.identity_id = i.id) = 1
         AND NOT i.labels && '{quarter-end}' ORDER BY i.external_id LIMIT 4 OFFSET $2)`,
      [person.email, at],
    );
  }
});

async function signedIn(browser: Browser, person: Person, width: number): Promise<Page> {
  const context = await openContext(browser, {
    baseURL: instance().baseUrl,
    viewport: { width, height: width < 500 ? 844 : 900 },
    hasTouch: width < 500,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await enterPassword(page, person);
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return page;
}

async function expectAccessible(page: Page): Promise<void> {
  expect(await violationsOf(page)).toEqual([]);
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider, "nothing is wider than the page").toBeLessThanOrEqual(0);
}

const waiting = (page: Page, count: number) =>
  page.getByRole("heading", {
    name: count === 0 ? "Nothing needs you" : new RegExp(`^${count} credentials? needs? you$`),
  });

test("an analyst begins a review from a saved view, after a preview", async ({ browser }) => {
  const page = await adminPage(browser);
  await query(
    `INSERT INTO saved_view (id, person_id, name, page, query, shared, updated_at)
     SELECT gen_random_uuid(), id, 'Two owners', 'identities', $1, true, now() FROM person WHERE role = 'admin' LIMIT 1`,
    [`q=${encodeURIComponent(scope)}`],
  );
  await page.goto("/reviews/new");
  await page.getByRole("combobox", { name: "Saved view" }).click();
  await page.getByRole("option", { name: "Two owners" }).click();
  await expect(page.getByLabel("Filter")).toHaveValue(scope);
  await page.getByRole("textbox", { name: "Name" }).fill("Quarter end");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("region", { name: "Preview" })).toContainText(
    "8 credentials of 8 identities, asked of 2 people.",
  );
  await expectAccessible(page);
  await page.getByRole("button", { name: "Start the review of 8 items" }).click();
  await page.waitForURL(/\/reviews\/[0-9a-f-]{36}/);
  await expect(page.getByText("0 of 8 items answered, 0 %")).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
});

test("an owner at a desk answers by key, takes one answer back, and removes one", async ({
  browser,
}) => {
  const page = await signedIn(browser, desk, 1440);
  await page.goto("/reviews");
  await page.getByRole("link", { name: "Begin" }).click();
  await expect(waiting(page, 4)).toBeVisible();
  await expectAccessible(page);
  const name = await page.getByRole("article").getByRole("heading").textContent();
  await page.keyboard.press("k");
  await picture(page, "review-card");
  await expect(page.getByRole("button", { name: "Keep" })).toBeDisabled();
  await page.getByLabel("Why").fill(reason);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Keep" }).click();
  await expect(waiting(page, 3)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(waiting(page, 4)).toBeVisible();
  await expect(page.getByRole("article").getByRole("heading")).toHaveText(name ?? "");
  await page.keyboard.press("x");
  await page.getByLabel("Why").fill("Nobody has used it since spring");
  await page.getByRole("button", { name: "Remove" }).click();
  await expect(waiting(page, 3)).toBeVisible();
  await page.goto("/offboarding");
  await expect
    .poll(async () => {
      await page.reload();
      return page.getByText("Review: Nobody has used it since spring").count();
    })
    .toBeGreaterThan(0);
});

test("an owner on a phone answers one card at a time until nothing is left", async ({
  browser,
}) => {
  const page = await signedIn(browser, phone, 390);
  await page.goto("/reviews/mine");
  for (const left of [4, 3, 2]) {
    await expect(waiting(page, left)).toBeVisible();
    if (left === 4) await expectAccessible(page);
    if (left === 4) await picture(page, "review-phone");
    const question = page.getByRole("group", { name: "Is it still needed?" });
    const top = async (of: Locator) => (await of.boundingBox())?.y ?? Number.NaN;
    // On the ground of its own, not over the evidence that scrolls beneath.
    expect(await top(question.locator("legend"))).toBeGreaterThanOrEqual((await top(question)) + 8);
    await page.getByRole("button", { name: "Keep" }).tap();
    await expect(page.getByLabel("Why")).toHaveAccessibleDescription("At least 5 characters");
    await page.getByLabel("Why").fill(reason);
    await page.getByRole("button", { name: "Keep" }).tap();
  }
  await expect(waiting(page, 1)).toBeVisible();
  const said = await page.getByRole("status").filter({ hasText: "Keep:" }).boundingBox();
  const card = await page.getByRole("article").boundingBox();
  expect((card?.y ?? 0) - (said?.y ?? 0) - (said?.height ?? 0)).toBeGreaterThanOrEqual(8);
  await page.getByRole("button", { name: "Rotate" }).tap();
  await page.getByRole("button", { name: "Rotate" }).tap();
  await expect(waiting(page, 0)).toBeVisible();
  await expectAccessible(page);
  await page.goto("/reviews?view=tasks");
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("heading", { name: /^Rotate / })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 120_000 });
  await expectAccessible(page);
  // As it is kept for a task to reduce what a source lists no grant of.
  await query(
    `UPDATE review_task SET suggestion = '{"because": "", "keep": [], "takeAway": []}'
     WHERE item_id IN (SELECT r.id FROM review_item r JOIN person w ON w.id = r.reviewer_id
       WHERE w.email = $1)`,
    [phone.email],
  );
  await page.reload();
  await expect(page.getByText("No suggestion: none of its grants is known.")).toBeVisible();
});

test("on a phone an answer ends where the other facts of its item end", async ({ browser }) => {
  const page = await signedIn(browser, phone, 390);
  await page.goto("/reviews");
  await page.getByRole("link", { name: "Quarter end" }).click();
  const kept = page.getByRole("row").filter({ hasText: reason }).first();
  await expect(kept).toBeVisible();
  const ends = await kept.locator("td").evaluateAll((cells) =>
    cells.slice(2, 4).map((cell) => {
      const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT).nextNode();
      const range = document.createRange();
      if (text) range.selectNodeContents(text);
      return Math.round(range.getBoundingClientRect().right);
    }),
  );
  expect(ends).toHaveLength(2);
  expect(ends[1]).toBe(ends[0]);
});

test("nobody answers for somebody else, and a closed review takes no answer", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const headers = { origin: instance().baseUrl };
  const [item] = await query<{ id: string; campaign_id: string }>(
    `SELECT r.id, r.campaign_id FROM review_item r JOIN person w ON w.id = r.reviewer_id
     WHERE r.state = 'waiting' AND w.email = $1 LIMIT 1`,
    [desk.email],
  );
  const data = { target: { ids: [item?.id] }, decision: "keep", reason };
  const refused = await page.request.post("/api/v1/campaigns/decisions", { headers, data });
  expect(refused.status()).toBe(404);
  await page.goto(`/reviews/${item?.campaign_id}`);
  await expect(page.getByText("5 of 8 items answered, 63 %")).toBeVisible();
  await picture(page, "review");
  await expect(page.getByRole("region", { name: "Reviewers" })).toContainText("Phil Phone");
  const csv = await page.request.get(`/api/v1/campaigns/export?campaignId=${item?.campaign_id}`);
  const lines = (await csv.text()).trim().split("\r\n");
  expect(lines).toHaveLength(1 + 8);
  expect(lines.filter((line) => line.includes('"remove"'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('"keep"'))).toHaveLength(3);
  await page.getByRole("button", { name: "Close review" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close review" }).click();
  await expect(page.getByText("Closed", { exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "Items" })).toContainText("Not answered");
  await expectAccessible(page);
  const owner = await signedIn(browser, desk, 1440);
  const late = await owner.request.post("/api/v1/campaigns/decisions", { headers, data });
  expect(late.status()).toBe(404);
});

test("a review repeats by the calendar or with events until an analyst stops it", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const begin = async (name: string, often: string, button: RegExp) => {
    await page.goto(`/reviews/new?q=${encodeURIComponent(scope)}`);
    await hydrated(page.getByRole("textbox", { name: "Name" }));
    await page.getByRole("textbox", { name: "Name" }).fill(name);
    await page.getByRole("combobox", { name: "How often" }).click();
    await page.getByRole("option", { name: often }).click();
    if (often.startsWith("Whenever")) {
      await page.getByRole("checkbox", { name: "Its risk rises above a line" }).check();
      await page.getByRole("checkbox", { name: "It gets another owner" }).check();
    }
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByRole("button", { name: button }).click();
    await page.waitForURL(/\/reviews\/[0-9a-f-]{36}/);
  };
  await begin("Production each month", "Every month", /^Start the review of \d+ items$/);
  await begin("New owners", "Whenever something happens", /^Start asking at each event$/);
  await page.goto("/reviews?view=repeating");
  const series = page.getByRole("region", { name: "Repeating reviews" });
  const monthly = series.getByRole("row").filter({ hasText: "Production each month" });
  const onEvent = series.getByRole("row").filter({ hasText: "New owners" });
  await expect(monthly).toContainText("Every month");
  await expect(monthly).toContainText(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  await expect(onEvent).toContainText("When a risk rises to high or an owner changes");
  await expect(onEvent).toContainText("At the next event");
  await expectAccessible(page);
  await picture(page, "reviews-repeating");
  await onEvent.getByRole("button", { name: "Stop New owners" }).click();
  const asked = page.getByRole("dialog", { name: "Stop New owners" });
  await expect(asked).toContainText("What is open now stays open");
  await asked.getByRole("button", { name: "Stop repeating" }).click();
  await expect(onEvent).toContainText("It is stopped");
  await expect(monthly).not.toContainText("It is stopped");
});
