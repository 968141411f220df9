import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { identityList, sample } from "./support/identity-list";
import { adminContext } from "./support/role-session";

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

const row = (at: number) => page.locator(`[data-row="${at}"]`);
const filtered = (q: string) => `?q=${encodeURIComponent(q)}`;
/** What the list shows has been read and drawn, and whatever follows from that has had its turn. */
const answered = (q: string) =>
  page.waitForResponse((answer) => {
    const { pathname, searchParams } = new URL(answer.url());
    return pathname === "/api/v1/identities" && searchParams.get("q") === q;
  });

test.describe("the focus", () => {
  test("stays in the filter text while the rows under it change", async () => {
    await identities.open(filtered(`${sample} kind:iam_user`));
    const [, , third] = await identities.read(`${sample} kind:iam_user`);
    await row(2).getByRole("link").click();
    await page.getByRole("button", { name: "Close panel" }).click();
    // The row stays in the list at another place.
    const narrower = `${sample} kind:iam_user "${third?.name}"`;
    const read = answered(narrower);
    await identities.query().fill(narrower);
    await read;
    await expect(identities.rows().first()).toContainText(third?.name.slice(0, 12) ?? "nothing");
    await page.waitForTimeout(300);
    await expect(identities.query()).toBeFocused();
    await page.keyboard.type(" j");
    await expect(identities.query()).toHaveValue(`${narrower} j`);
  });

  test("stays on a facet that is ticked and on a head that sorts", async () => {
    await identities.open(filtered(sample));
    await row(1).getByRole("link").click();
    await page.getByRole("button", { name: "Close panel" }).click();
    await page.getByRole("button", { name: "Facets" }).click();
    const facets = page.getByRole("complementary", { name: "Facets" });
    const critical = facets.getByRole("checkbox", { name: /^Critical/ });
    const read = answered(`${sample} band:critical`);
    await critical.check();
    await read;
    await page.waitForTimeout(300);
    await expect(critical).toBeFocused();
    const head = identities.list().getByRole("columnheader", { name: "Risk" });
    const sorted = answered(`${sample} band:critical`);
    await head.getByRole("button").click();
    await sorted;
    await expect(head).toHaveAttribute("aria-sort", "ascending");
    await page.waitForTimeout(300);
    await expect(head.getByRole("button")).toBeFocused();
  });

  test("stays in the list when what is read anew takes the row that had it", async () => {
    await identities.open(filtered(sample));
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.route("**/api/v1/identities?*", async (route) => {
      await held;
      await route.continue();
    });
    await identities.list().getByRole("button", { name: "Name" }).click();
    const old = row(0).getByRole("link");
    const name = (await old.getAttribute("aria-label")) ?? "nothing";
    await old.focus();
    const read = answered(sample);
    release();
    await read;
    await expect(row(0).getByRole("link", { name, exact: true })).toBeHidden();
    await expect(row(0).getByRole("link")).toBeFocused();
  });

  test("goes to the first row of a list that comes while a row of the one before has it", async () => {
    await identities.open(filtered(sample));
    const coming = (await identities.read(sample, "&sort=name&dir=asc")).slice(5, 50);
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.route("**/api/v1/identities?*", async (route) => {
      await held;
      await route.continue();
    });
    await identities.list().getByRole("button", { name: "Name" }).click();
    const link = (id: string) => identities.list().locator(`a[href$="/${id}"]`);
    const drawn = await identities
      .rows()
      .getByRole("link")
      .evaluateAll((links) => links.map((one) => one.getAttribute("href")?.split("/").at(-1)));
    const stays = coming.find(({ id }) => drawn.includes(id))?.id ?? "nothing";
    await link(stays).focus();
    const read = answered(sample);
    release();
    await read;
    await expect(row(0).getByRole("link")).toBeFocused();
    await expect(row(0).getByRole("link")).toBeInViewport({ ratio: 1 });
    await expect(link(stays)).not.toBeFocused();
  });

  test("goes to the first row with a key that is pressed when another list came and is not drawn yet", async () => {
    // React draws later what came from the network, but at once with what a key changes.
    await page.addInitScript(() => {
      const own = Reflect.get(MessagePort.prototype, "postMessage");
      const post = own as (...message: unknown[]) => void;
      MessagePort.prototype.postMessage = function (...message: unknown[]) {
        const send = (): void => Reflect.apply(post, this, message);
        if (sessionStorage.getItem("drawsLate")) setTimeout(send, 1_500);
        else send();
      };
    });
    await identities.open(filtered(sample));
    const head = identities.list().getByRole("columnheader", { name: "Name" }).getByRole("button");
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.route("**/api/v1/identities?*", async (route) => {
      await held;
      await route.continue();
    });
    await head.click();
    await expect(head).toBeFocused();
    const old = await row(0).getByRole("link").getAttribute("aria-label");
    await page.evaluate(() => sessionStorage.setItem("drawsLate", "yes"));
    const read = answered(sample);
    release();
    await (await read).finished();
    await page.waitForTimeout(300);
    await expect(row(0).getByRole("link")).toHaveAttribute("aria-label", old ?? "nothing");
    await page.keyboard.press("ArrowDown");
    await page.evaluate(() => sessionStorage.removeItem("drawsLate"));
    await expect(row(0).getByRole("link")).not.toHaveAttribute("aria-label", old ?? "nothing");
    await expect(row(0).getByRole("link")).toBeFocused();
  });
});

test.describe("another order or filter", () => {
  const scroller = () => identities.list().locator("xpath=..");
  const top = () => scroller().evaluate((element) => element.scrollTop);
  const down = async () => {
    await identities.rows().first().hover();
    await page.mouse.wheel(0, 1_400);
    await expect.poll(top).toBeGreaterThan(1_000);
  };

  test("starts at the top of the list", async () => {
    await identities.open(filtered(sample));
    await down();
    await identities.list().getByRole("button", { name: "Name" }).click();
    await expect.poll(top).toBe(0);
    const [first] = await identities.read(sample, "&sort=name&dir=asc");
    await expect(row(0)).toContainText(first?.name ?? "nothing");
    await down();
    await identities.query().fill(`${sample} kind:assumable_role`);
    await expect.poll(top).toBe(0);
    await expect(row(0)).toBeVisible();
  });

  test("of the columns leaves the list where it is", async () => {
    await identities.open(filtered(sample));
    await down();
    const before = await top();
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "Class" }).uncheck();
    await expect(identities.list().getByRole("columnheader", { name: "Class" })).toBeHidden();
    expect(await top()).toBe(before);
  });
});
