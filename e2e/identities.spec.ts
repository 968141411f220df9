import { readFileSync } from "node:fs";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { instance } from "./support/instance";
import { adminContext, joinAs } from "./support/role-session";

interface Row {
  id: string;
  name: string;
  kind: string;
  environment: string;
  risk: { score: number };
  labels: string[];
}

let context: BrowserContext;
let page: Page;
test.beforeEach(async ({ browser }) => {
  context = await adminContext(browser);
  page = await context.newPage();
});
test.afterEach(async () => {
  await context.close();
});

/** Other specs connect sources meanwhile: what is counted here is the sample only. */
const sample = 'source:"Sample organisation"';

const list = (): ReturnType<Page["getByRole"]> => page.getByRole("table", { name: "Identities" });
const rows = () => list().locator("[data-row]");
const query = () => page.getByRole("searchbox", { name: "Filter as text" });
const chips = () => page.getByRole("region", { name: "Active filters" });

async function read(q: string, more = ""): Promise<Row[]> {
  const answer = await page.request.get(
    `/api/v1/identities?limit=200&q=${encodeURIComponent(q)}${more}`,
  );
  expect(answer.status()).toBe(200);
  return ((await answer.json()) as { items: Row[] }).items;
}

async function total(q: string): Promise<number> {
  const answer = await page.request.get(`/api/v1/identities/facets?q=${encodeURIComponent(q)}`);
  return ((await answer.json()) as { total: number }).total;
}

/** Opens the list and waits until keys and clicks are heard. */
async function open(search = ""): Promise<void> {
  await page.goto(`/identities${search}`);
  await expect(rows().first()).toBeVisible();
  await page.waitForLoadState("networkidle");
}

test.describe("finding identities", () => {
  test("text, conditions and chips are one filter, and the address holds it", async () => {
    await open();
    const [first] = await read("");
    await query().fill(first?.name ?? "");
    await expect(page).toHaveURL(/[?&]q=/);
    await expect(rows().first()).toContainText(first?.name.slice(0, 12) ?? "");

    const found = await total(`${sample} kind:iam_user env:production`);
    await query().fill(`${sample} kind:iam_user env:production`);
    await expect(chips().getByText("IAM user")).toBeVisible();
    await expect(chips().getByText("Production")).toBeVisible();
    await expect(page.getByText(`${found} match`)).toBeVisible();

    await chips().getByRole("button", { name: "Remove filter Environment: Production" }).click();
    await expect(query()).toHaveValue(`${sample} kind:iam_user`);
    await page.reload();
    await expect(query()).toHaveValue(`${sample} kind:iam_user`);
    await expect(page.getByText(`${await total(`${sample} kind:iam_user`)} match`)).toBeVisible();
  });

  test("a wrong word is named, and the list stays as it was", async () => {
    await open(`?q=${encodeURIComponent(`${sample} kind:iam_user`)}`);
    await query().fill("kind:robot");
    await expect(page.getByText('"robot" is not a value of kind:')).toBeVisible();
    await expect(page.getByText(`${await total(`${sample} kind:iam_user`)} match`)).toBeVisible();
  });

  test("a facet's count is what ticking it shows, and other facets follow", async () => {
    await open(`?q=${encodeURIComponent(sample)}`);
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
    await expect(query()).toHaveValue(`${sample} band:critical`);
    expect(await total(`${sample} band:critical`)).toBe(Number(label));
  });

  test("a column's head sorts both ways, and the order survives a reload", async () => {
    await open(`?q=${encodeURIComponent(sample)}`);
    const name = list().getByRole("columnheader", { name: "Name" });
    await name.getByRole("button").click();
    await expect(name).toHaveAttribute("aria-sort", "ascending");
    await expect(page).toHaveURL(/sort=name/);
    const ascending = await read(sample, "&sort=name&dir=asc");
    await expect(rows().first()).toContainText(ascending[0]?.name ?? "nothing");
    await name.getByRole("button").click();
    await expect(name).toHaveAttribute("aria-sort", "descending");
    await page.reload();
    const descending = await read(sample, "&sort=name&dir=desc");
    await expect(rows().first()).toContainText(descending[0]?.name ?? "nothing");
  });

  test("choice and order of columns and the density are part of the address", async () => {
    await open();
    await page.getByRole("button", { name: "Columns" }).click();
    const panel = page.getByRole("dialog", { name: "Columns and density" });
    await panel.getByRole("checkbox", { name: "Class" }).uncheck();
    await panel.getByRole("checkbox", { name: "Labels" }).check();
    await panel.getByRole("button", { name: "Move Owner left" }).click();
    await panel.getByText("Comfortable").click();
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
    const heads = async () => list().getByRole("columnheader").allInnerTexts();
    const shown = (await heads()).filter(Boolean);
    expect(shown.slice(0, 3)).toEqual(["Name", "Owner", "Source"]);
    expect(shown).toContain("Labels");
    expect(shown).not.toContain("Class");
    const height = async () => (await rows().first().boundingBox())?.height;
    expect(await height()).toBe(44);
    await page.reload();
    await expect(rows().first()).toBeVisible();
    expect((await heads()).filter(Boolean)).toEqual(shown);
    expect(await height()).toBe(44);
  });

  test("scrolling reads on until the last row, each row once", async () => {
    const wanted = await total(`${sample} kind:assumable_role`);
    expect(wanted).toBeGreaterThan(150);
    await open(`?q=${encodeURIComponent(`${sample} kind:assumable_role`)}`);
    await page.getByText(`${wanted} match`).waitFor();
    const seen = new Set<string>();
    await expect
      .poll(
        async () => {
          const at = await rows().evaluateAll((all) =>
            all.map((row) => row.getAttribute("data-row") ?? ""),
          );
          for (const one of at) seen.add(one);
          await rows().last().hover();
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
    await expect(rows().first()).toBeVisible();
  });

  test("an address with a filter that cannot be read shows which word is wrong", async () => {
    await page.goto("/identities?q=colour%3Ared");
    await expect(page.getByText('"colour:" is not a condition').first()).toBeVisible();
    await expect(page.getByText("This page could not be shown")).toBeHidden();
  });
});

test.describe("saved views", () => {
  test("are private until shared, open first when wanted, and others see the shared only", async ({
    browser,
  }) => {
    // Somebody else's default: other specs open the list as the administrator.
    const analyst = await joinAs(browser, "analyst", "View Analyst");
    page = await analyst.context.newPage();
    const views = () => page.getByRole("navigation", { name: "Saved views" });
    const save = async (q: string, name: string, ticks: string[]) => {
      await open(`?q=${encodeURIComponent(q)}`);
      await page.getByRole("button", { name: "Save view" }).click();
      const dialog = page.getByRole("dialog", { name: "Save this view" });
      await dialog.getByRole("textbox", { name: "Name" }).fill(name);
      for (const tick of ticks) await dialog.getByLabel(tick).check();
      await dialog.getByRole("button", { name: "Save view" }).click();
      await expect(dialog).toBeHidden();
      await expect(views().getByText(name, { exact: true })).toBeVisible();
    };
    await save("env:production owner:none", "Mine alone", ["Open this view first"]);
    await save("class:ai", "AI for all", ["Share with everybody who can sign in"]);

    await page.goto("/identities");
    await expect(query()).toHaveValue("env:production owner:none");
    await views().getByRole("button", { name: "All", exact: true }).click();
    await expect(query()).toHaveValue("");

    const auditor = await joinAs(browser, "auditor", "View Auditor");
    const theirs = await auditor.context.newPage();
    await theirs.goto("/identities");
    const tabs = theirs.getByRole("navigation", { name: "Saved views" });
    await expect(tabs.getByRole("button", { name: /AI for all/ })).toBeVisible();
    await expect(tabs.getByRole("button", { name: /Mine alone/ })).toBeHidden();
    await tabs.getByRole("button", { name: /AI for all/ }).click();
    await expect(theirs.getByRole("searchbox")).toHaveValue("class:ai");
    await expect(tabs.getByRole("button", { name: "Change view AI for all" })).toBeHidden();
    await auditor.context.close();

    for (const [q, name] of [
      ["env:production owner:none", "Mine alone"],
      ["class:ai", "AI for all"],
    ] as const) {
      await open(`?q=${encodeURIComponent(q)}`);
      await page.getByRole("button", { name: `Change view ${name}` }).click();
      await page.getByRole("menuitem", { name: "Delete view" }).click();
      await expect(views().getByText(name, { exact: true })).toBeHidden();
    }
    await analyst.context.close();
  });
});

test("a view of one's own is changed and renamed where it is shown", async ({ browser }) => {
  test.setTimeout(120_000);
  const analyst = await joinAs(browser, "analyst", "View Changer");
  page = await analyst.context.newPage();
  const views = page.getByRole("navigation", { name: "Saved views" });
  await open("?q=env%3Aproduction");
  await views.getByRole("button", { name: "Save view" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("First words");
  await dialog.getByRole("button", { name: "Save view" }).click();
  await expect(dialog).toBeHidden();

  await query().fill("env:staging");
  await query().press("Enter");
  await views.getByRole("button", { name: "Save changes to First words" }).click();
  await expect(views.getByRole("button", { name: "Save changes to First words" })).toBeHidden();
  await views.getByRole("button", { name: "Change view First words" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await dialog.getByRole("textbox", { name: "Name" }).fill("Second words");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expect(dialog).toBeHidden();

  await page.goto("/identities");
  await views.getByRole("button", { name: "Second words", exact: true }).click();
  await expect(query()).toHaveValue("env:staging");
  await expect(views.getByRole("button", { name: "First words" })).toBeHidden();
  await analyst.context.close();
});

test("no count is shown when the counts of a filter could not be read, until they are", async ({
  browser,
}) => {
  const analyst = await joinAs(browser, "analyst", "Count Reader");
  page = await analyst.context.newPage();
  await open("");
  await page.route("**/api/v1/identities/facets?*", (route) => route.abort());
  await query().fill("env:production");
  await query().press("Enter");
  await expect(page.getByText("How many match could not be read.")).toBeVisible();
  await expect(page.getByText(/^[\d,]+ match$/)).toBeHidden();
  await page.unroute("**/api/v1/identities/facets?*");
  await page.getByRole("button", { name: "Count again" }).click();
  await expect(page.getByText(/^[\d,]+ match$/)).toBeVisible();
  await analyst.context.close();
});

test.describe("changing many at once", () => {
  test("ticked rows get an owner, and the audit log says who did it to how many", async () => {
    const { baseUrl } = instance();
    const picked = (await read(`${sample} kind:webhook owner:none`)).slice(0, 2);
    await open(`?q=${encodeURIComponent(`${sample} kind:webhook owner:none`)}`);
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
    const owned = await read("owner:ada@muster.example kind:webhook");
    expect(owned.map((row) => row.id)).toEqual(expect.arrayContaining(picked.map((row) => row.id)));
    await page.goto(`${baseUrl}/audit-log`);
    const line = page.getByRole("row").filter({ hasText: "identity.owner-assigned" }).first();
    await expect(line).toContainText("Ada Admin");
    await expect(line).toContainText(/"?count"?: ?2/);
  });

  test("all that match get a label in one go, with one row in the audit log", async () => {
    const q = `${sample} kind:database_role env:staging`;
    const matching = await total(q);
    expect(matching).toBeGreaterThan(3);
    const label = `review-${Date.now().toString(36)}`;
    await open(`?q=${encodeURIComponent(q)}`);
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
    expect(await total(`label:${label}`)).toBe(matching);
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
    await expect(other.getByRole("table", { name: "Identities" })).toBeVisible();
    await expect(other.getByRole("checkbox", { name: /^Select / })).toHaveCount(0);
    await theirs.close();
  });
});

test.describe("taking the list out", () => {
  const download = async (item: string): Promise<string> => {
    await page.getByRole("button", { name: "Export" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: item }).click(),
    ]);
    return readFileSync(await file.path(), "utf8");
  };

  test("CSV holds what the filter shows, and formulas in it are text", async () => {
    const { baseUrl } = instance();
    const [victim] = await read(`${sample} kind:stored_secret`);
    const formula = '=HYPERLINK("http://evil.example")';
    const changed = await page.request.post("/api/v1/identities/labels", {
      headers: { origin: baseUrl },
      data: { target: { ids: [victim?.id] }, add: [formula] },
    });
    expect(changed.status()).toBe(200);
    const q = `${sample} kind:stored_secret`;
    await open(`?q=${encodeURIComponent(q)}`);
    const text = await download("CSV, safe to open in a spreadsheet");
    const lines = parse<Record<string, string>>(text, { columns: true, bom: true });
    expect(lines).toHaveLength(await total(q));
    expect(new Set(lines.map((line) => line.kind))).toEqual(new Set(["stored_secret"]));
    const line = lines.find((one) => one.id === victim?.id);
    expect(line?.labels).toBe(`'${formula}`);
    const live = lines.flatMap(Object.values).filter((cell) => /^\s*[=+@]/.test(String(cell)));
    expect(live).toEqual([]);
    await page.request.post("/api/v1/identities/labels", {
      headers: { origin: baseUrl },
      data: { target: { ids: [victim?.id] }, remove: [formula] },
    });
  });

  test("JSON holds the same rows in the order of the list", async () => {
    const q = `${sample} kind:webhook`;
    await open(`?q=${encodeURIComponent(q)}&sort=name&dir=asc`);
    const text = await download("JSON, with sources and reasons");
    const { items } = JSON.parse(text) as { items: Row[] };
    expect(items).toHaveLength(await total(q));
    const first = await read(q, "&sort=name&dir=asc");
    expect(items.slice(0, first.length).map((item) => item.id)).toEqual(
      first.map((item) => item.id),
    );
  });
});
