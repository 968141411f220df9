import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { changingAddress } from "./support/address";
import { instance } from "./support/instance";
import { adminContext, joinAs } from "./support/role-session";
import { identityList, sample } from "./support/identity-list";

let context: BrowserContext;
let page: Page;
let identities: ReturnType<typeof identityList>;
test.beforeEach(async ({ browser }) => {
  context = await adminContext(browser);
  page = await context.newPage();
  identities = identityList(page);
});
test.afterEach(async () => {
  await context.close();
});

test.describe("finding identities", () => {
  test("text, conditions and chips are one filter, and the address holds it", async () => {
    await identities.open();
    const [first] = await identities.read("");
    await identities.query().fill(first?.name ?? "");
    await expect(page).toHaveURL(/[?&]q=/);
    await expect(identities.rows().first()).toContainText(first?.name.slice(0, 12) ?? "");

    const found = await identities.total(`${sample} kind:iam_user env:production`);
    await identities.query().fill(`${sample} kind:iam_user env:production`);
    await expect(identities.chips().getByText("IAM user")).toBeVisible();
    await expect(identities.chips().getByText("Production")).toBeVisible();
    await expect(page.getByText(`${found} match`)).toBeVisible();

    await expect(page).toHaveURL(/production/);
    const remove = { name: "Remove filter Environment: Production" };
    await changingAddress(page, () => identities.chips().getByRole("button", remove).click());
    await expect(identities.query()).toHaveValue(`${sample} kind:iam_user`);
    await page.reload();
    await expect(identities.query()).toHaveValue(`${sample} kind:iam_user`);
    await expect(
      page.getByText(`${await identities.total(`${sample} kind:iam_user`)} match`),
    ).toBeVisible();
  });

  test("a wrong word is named, and the list stays as it was", async () => {
    await identities.open(`?q=${encodeURIComponent(`${sample} kind:iam_user`)}`);
    await identities.query().fill("kind:robot");
    await expect(page.getByText('"robot" is not a value of kind:')).toBeVisible();
    await expect(
      page.getByText(`${await identities.total(`${sample} kind:iam_user`)} match`),
    ).toBeVisible();
  });

  test("a facet's count is what ticking it shows, and other facets follow", async () => {
    await identities.open(`?q=${encodeURIComponent(sample)}`);
    await page.getByRole("button", { name: "Facets" }).click();
    const facets = page.getByRole("complementary", { name: "Facets" });
    const critical = facets.getByRole("checkbox", { name: /^Critical/ });
    const words = await facets
      .locator("label")
      .filter({ hasText: /^Critical/ })
      .innerText();
    const label = words.replaceAll(/\D/g, "");
    await critical.check();
    await expect(page.getByText(`${Number(label).toLocaleString("en")} match`)).toBeVisible();
    await expect(identities.query()).toHaveValue(`${sample} band:critical`);
    expect(await identities.total(`${sample} band:critical`)).toBe(Number(label));
  });

  test("a column's head sorts both ways, and the order survives a reload", async () => {
    await identities.open(`?q=${encodeURIComponent(sample)}`);
    const name = identities.list().getByRole("columnheader", { name: "Name" });
    await name.getByRole("button").click();
    await expect(name).toHaveAttribute("aria-sort", "ascending");
    await expect(page).toHaveURL(/sort=name/);
    const ascending = await identities.read(sample, "&sort=name&dir=asc");
    await expect(identities.rows().first()).toContainText(ascending[0]?.name ?? "nothing");
    await changingAddress(page, () => name.getByRole("button").click());
    await expect(name).toHaveAttribute("aria-sort", "descending");
    await page.reload();
    const descending = await identities.read(sample, "&sort=name&dir=desc");
    await expect(identities.rows().first()).toContainText(descending[0]?.name ?? "nothing");
  });

  test("choice and order of columns and the density are part of the address", async () => {
    await identities.open();
    await page.getByRole("button", { name: "Columns" }).click();
    const panel = page.getByRole("dialog", { name: "Columns and density" });
    await panel.getByRole("checkbox", { name: "Class" }).uncheck();
    await panel.getByRole("checkbox", { name: "Labels" }).check();
    await panel.getByRole("button", { name: "Move Owner left" }).click();
    await expect(page).toHaveURL(/owner/);
    await changingAddress(page, () => panel.getByText("Comfortable").click());
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
    const heads = async () => identities.list().getByRole("columnheader").allInnerTexts();
    const shown = (await heads()).filter(Boolean);
    expect(shown.slice(0, 3)).toEqual(["Name", "Owner", "Source"]);
    expect(shown).toContain("Labels");
    expect(shown).not.toContain("Class");
    const height = async () => (await identities.rows().first().boundingBox())?.height;
    expect(await height()).toBe(44);
    await page.reload();
    await expect(identities.rows().first()).toBeVisible();
    expect((await heads()).filter(Boolean)).toEqual(shown);
    expect(await height()).toBe(44);
  });

  test("scrolling reads on until the last row, each row once", async () => {
    const wanted = await identities.total(`${sample} kind:assumable_role`);
    expect(wanted).toBeGreaterThan(150);
    await identities.open(`?q=${encodeURIComponent(`${sample} kind:assumable_role`)}`);
    await page.getByText(`${wanted} match`).waitFor();
    const seen = new Set<string>();
    await expect
      .poll(
        async () => {
          const at = await identities
            .rows()
            .evaluateAll((all) => all.map((row) => row.getAttribute("data-row") ?? ""));
          for (const one of at) seen.add(one);
          await identities.rows().last().hover();
          // A busy machine draws some rows only after they have gone by: then once more from the top.
          const isAtEnd = at.includes(String(wanted - 1));
          await page.mouse.wheel(0, isAtEnd ? -1_000_000 : 500);
          return seen.size;
        },
        { timeout: 90_000, intervals: [80] },
      )
      .toBe(wanted);
  });

  test("a filter without a match says so and gives the way back", async () => {
    await page.goto("/identities?q=no-such-identity-anywhere");
    await expect(page.getByText("No identity matches")).toBeVisible();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(identities.rows().first()).toBeVisible();
  });

  test("an address with a filter that cannot be read shows which word is wrong", async () => {
    await page.goto("/identities?q=colour%3Ared");
    await expect(page.getByRole("alert").getByText('"colour:" is not a condition')).toHaveCount(1);
    await expect(page.getByText("This page could not be shown")).toBeHidden();
    for (const name of ["Try again", "Count again"])
      await expect(page.getByRole("button", { name })).toHaveCount(0);
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(identities.rows().first()).toBeVisible();
  });
});

test.describe("changing many at once", () => {
  test("ticked rows get an owner, and the audit log says who did it to how many", async () => {
    const { baseUrl } = instance();
    const picked = (await identities.read(`${sample} kind:webhook owner:none`)).slice(0, 2);
    await identities.open(`?q=${encodeURIComponent(`${sample} kind:webhook owner:none`)}`);
    for (const row of picked)
      await page
        .getByRole("checkbox", { name: `Select ${row.name}`, exact: true })
        .first()
        .check();
    const bar = page.getByRole("region", { name: "Selection" });
    await expect(bar).toContainText("2 selected");
    await bar.getByRole("button", { name: "Set owner" }).click();
    const dialog = page.getByRole("dialog", { name: "Set owner" });
    await dialog.getByRole("combobox").first().click();
    await page.getByRole("option", { name: /Ada Admin/ }).click();
    await dialog.getByRole("button", { name: "Set owner" }).click();
    await expect(page.getByText("2 identities changed: owner set.")).toBeVisible();
    const owned = await identities.read("owner:ada@muster.example kind:webhook");
    expect(owned.map((row) => row.id)).toEqual(expect.arrayContaining(picked.map((row) => row.id)));
    await page.goto(`${baseUrl}/audit-log?event=identity.owner-assigned`);
    // Others assign owners at the same time.
    const mine = page.getByRole("row").filter({ hasText: picked[0]?.name ?? "nobody" });
    const line = mine.filter({ hasText: "Count: 2" }).first();
    await expect(line).toContainText("Ada Admin");
  });

  test("all that match get a label in one go, with one row in the audit log", async () => {
    const q = `${sample} kind:database_role env:staging`;
    const matching = await identities.total(q);
    expect(matching).toBeGreaterThan(3);
    const label = `review-${Date.now().toString(36)}`;
    await identities.open(`?q=${encodeURIComponent(q)}`);
    await page
      .getByRole("checkbox", { name: /^Select / })
      .nth(1)
      .check();
    const bar = page.getByRole("region", { name: "Selection" });
    await bar.getByRole("button", { name: `Select all ${matching} matching` }).click();
    await expect(bar).toContainText(`${matching} selected`);
    await bar.getByRole("button", { name: "Change labels" }).click();
    const dialog = page.getByRole("dialog", { name: "Change labels" });
    await expect(dialog).toContainText(`On ${matching} identities`);
    await dialog.getByLabel("Add", { exact: true }).fill(label);
    await page.keyboard.press("Enter");
    await dialog.getByRole("button", { name: "Change labels" }).click();
    await expect(page.getByText(`${matching} identities changed: labels.`)).toBeVisible();
    expect(await identities.total(`label:${label}`)).toBe(matching);
    const answer = await page.request.get("/api/v1/audit-events?limit=20");
    const { items } = (await answer.json()) as { items: { event: string; detail: object }[] };
    const events = items.filter(
      (item) =>
        item.event === "identity.labels-changed" && JSON.stringify(item.detail).includes(label),
    );
    expect(events).toHaveLength(1);
    expect(events[0]?.detail).toMatchObject({ count: matching, matching: q });
  });

  test("those who only read see no boxes to tick", async ({ browser }) => {
    const { context: theirs } = await joinAs(browser, "manager", "Reading Manager");
    const other = await theirs.newPage();
    await other.goto("/identities");
    await expect(other.getByRole("grid", { name: "Identities" })).toBeVisible();
    await expect(other.getByRole("checkbox", { name: /^Select / })).toHaveCount(0);
    await theirs.close();
  });
});
