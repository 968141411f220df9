import { expect, type Page, test } from "@playwright/test";
import { instance } from "./support/instance";
import { adminPage } from "./support/pages";
import { joinAs } from "./support/role-session";
import { proveIfAsked } from "./support/step-up";
import { picture } from "./support/picture";
import { violationsOf } from "./support/violations";

const leaver = "lena.leaver@people.example";
const heir = "hedda.heir@people.example";
const file = `email,name,title,manager_email,teams,status
${leaver},Lena Leaver,Engineer,${heir},People spec team,active
${heir},Hedda Heir,,,People spec team,
`;

test.describe.configure({ mode: "serial" });

async function expectAccessible(page: Page): Promise<void> {
  expect(await violationsOf(page)).toEqual([]);
}

async function personId(page: Page, email: string): Promise<string> {
  const answer = await page.request.get(
    `/api/v1/identities/owners?text=${encodeURIComponent(email)}`,
  );
  const { items } = (await answer.json()) as { items: { id: string }[] };
  return items[0]?.id ?? "";
}

/** Identities of the sample that nobody confirmed owns: other specs leave those alone. */
async function give(page: Page, email: string, from: number, count: number): Promise<string[]> {
  const listed = await page.request.get("/api/v1/identities?q=owner:none&sort=name&limit=60");
  const { items } = (await listed.json()) as { items: { id: string }[] };
  const ids = items.slice(from, from + count).map(({ id }) => id);
  const done = await page.request.post("/api/v1/identities/owner", {
    headers: { origin: instance().baseUrl },
    data: { target: { ids }, personId: await personId(page, email) },
  });
  expect(done.status()).toBe(200);
  return ids;
}

test("a file of people is previewed, refused whole when a line is wrong, and imported", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/people/import");
  await expectAccessible(page);
  // A file that is chosen before the page listens is chosen again.
  const choose = (text: string, answer: string) =>
    expect(async () => {
      const buffer = Buffer.from(text);
      const people = { name: "people.csv", mimeType: "text/csv", buffer };
      await page.locator('input[type="file"]').setInputFiles(people);
      await expect(page.getByText(answer)).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 120_000 });
  await choose(`${file}not-an-address,Nobody,,,,\n`, "1 line cannot be taken");
  expect(await personId(page, leaver)).toBe("");
  await choose(file, "2 of 2 people change; new teams: People spec team");
  await page.getByRole("button", { name: "Import 2 people" }).click();
  await expect(page.getByText("2 people added, 0 changed, 1 team made.")).toBeVisible();
  await page.goto("/people/teams");
  await expect(page.getByRole("cell", { name: "People spec team", exact: true })).toBeVisible();
  await expectAccessible(page);
});

test("a disabled person's identities wait in one list until all are somebody else's", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const ids = await give(page, leaver, 40, 3);
  await page.goto(`/people?text=${encodeURIComponent(leaver)}`);
  await page.getByRole("button", { name: "Disable Lena Leaver" }).click();
  await page.getByRole("button", { name: "Disable person" }).click();
  const left = page.getByRole("link", { name: "Left, 3 to decide" });
  await proveIfAsked(page, left);
  await left.click();
  await expect(page.getByRole("heading", { name: "Lena Leaver", level: 1 })).toBeVisible();
  await expect(page.getByText("Owned it")).toHaveCount(3);
  await picture(page, "leaver");
  await expectAccessible(page);
  const reassign = page.getByRole("button", { name: "Reassign all 3" });
  const question = page.getByRole("dialog", { name: "Reassign all 3?" });
  await reassign.click();
  await expect(question).toContainText("This is about 3 identities.");
  await question.getByRole("button", { name: "Go back" }).click();
  await expect(question).toBeHidden();
  await expect(page.getByText("To decide", { exact: true })).toHaveCount(3);
  await page.getByRole("button", { name: "Leave all 3" }).click();
  await expect(page.getByRole("dialog")).toContainText("This is about 3 identities.");
  await page.keyboard.press("Escape");
  await reassign.click();
  await question.getByRole("button", { name: "Reassign all 3" }).click();
  await expect(page.getByText("3 could not be: choose a person for them.")).toBeVisible();
  await page.getByRole("combobox", { name: "Reassign to" }).fill("Hedda");
  await page.getByRole("option", { name: /Hedda Heir/ }).click();
  await reassign.click();
  await expect(question).toContainText("Hedda Heir");
  await picture(page, "leaver-question");
  await question.getByRole("button", { name: "Reassign all 3" }).click();
  await expect(page.getByText("Everything is decided")).toBeVisible();
  for (const id of ids) {
    const answer = await page.request.get(`/api/v1/identities/${id}`);
    const { identity } = (await answer.json()) as { identity: { owner: { email: string } } };
    expect(identity.owner.email).toBe(heir);
  }
});

test("an owner lands on what is theirs, on a phone, in both themes", async ({ browser }) => {
  const admin = await adminPage(browser);
  const owner = await joinAs(browser, "owner", "Olga Owner");
  await give(admin, owner.email, 45, 4);
  const page = await owner.context.newPage();
  await page.setViewportSize({ width: 390, height: 844 });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto("/");
    await page.waitForURL((url) => url.pathname === "/mine");
    await expect(page.getByText("You answer for 4 identities.")).toBeVisible();
    await expect(
      page.getByRole("region", { name: "My identities" }).locator("tbody tr"),
    ).toHaveCount(4);
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(tooWide).toBe(0);
    await expectAccessible(page);
  }
  const first = page.getByRole("region", { name: "My identities" }).getByRole("link").first();
  await first.click();
  await page.waitForURL((url) => url.pathname.startsWith("/identities/"));
  await expect(page.getByText("Backup owner")).toBeVisible();
  expect((await page.request.get("/api/v1/leavers")).status()).toBe(403);
  await owner.context.close();
});
