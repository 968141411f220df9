import { readFileSync } from "node:fs";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { instance } from "./support/instance";
import { adminContext } from "./support/role-session";
import { identityList, type Row, sample } from "./support/identity-list";

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
    const [victim] = await identities.read(`${sample} kind:stored_secret`);
    const formula = '=HYPERLINK("http://evil.example")';
    const changed = await page.request.post("/api/v1/identities/labels", {
      headers: { origin: baseUrl },
      data: { target: { ids: [victim?.id] }, add: [formula] },
    });
    expect(changed.status()).toBe(200);
    const q = `${sample} kind:stored_secret`;
    await identities.open(`?q=${encodeURIComponent(q)}`);
    const text = await download("CSV, safe to open in a spreadsheet");
    const lines = parse<Record<string, string>>(text, { columns: true, bom: true });
    expect(lines).toHaveLength(await identities.total(q));
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
    await identities.open(`?q=${encodeURIComponent(q)}&sort=name&dir=asc`);
    const text = await download("JSON, with sources and reasons");
    const { items } = JSON.parse(text) as { items: Row[] };
    expect(items).toHaveLength(await identities.total(q));
    const first = await identities.read(q, "&sort=name&dir=asc");
    expect(items.slice(0, first.length).map((item) => item.id)).toEqual(
      first.map((item) => item.id),
    );
  });
});
