import { randomBytes } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { query } from "./support/database";
import { instance } from "./support/instance";
import { openContext } from "./support/open-context";
import { enterPassword, insertPerson, newPerson } from "./support/people";

async function choose(page: Page, box: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: box, exact: true }).click();
  await page.getByRole("option", { name: option }).click();
}

const roleOf = async (page: Page): Promise<string> =>
  ((await (await page.request.get(`${instance().baseUrl}/api/v1/me`)).json()) as { role: string })
    .role;

test("somebody invited in the settings joins with that role, and a role chosen there holds at once", async ({
  page,
  browser,
}) => {
  const { baseUrl } = instance();
  const admin = await newPerson(browser, "Inge Inviter", "admin");
  await enterPassword(page, admin);
  await page.waitForURL(`${baseUrl}/`);
  const name = `Gil Guest ${randomBytes(3).toString("hex")}`;
  await page.goto(`${baseUrl}/settings/people`);
  await page.getByRole("button", { name: "Invite person" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail address").fill(`${name.replaceAll(" ", ".")}@muster.example`);
  await choose(page, "Role", "Manager");
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(dialog.getByText("Send this link yourself")).toBeVisible();
  const link = (await dialog.locator("pre").textContent()) ?? "";
  expect(link).toContain(`${baseUrl}/invitation?token=`);

  const guest = await (await openContext(browser)).newPage();
  await guest.goto(link);
  await guest.getByRole("textbox", { name: "Name" }).fill(name);
  await guest.getByLabel("Password", { exact: true }).fill("nine quiet herons wade");
  await guest.getByRole("button", { name: "Join" }).click();
  await guest.waitForURL(`${baseUrl}/`);
  expect(await roleOf(guest)).toBe("manager");

  await page.goto(`${baseUrl}/settings/people`);
  await page.getByLabel("Name or address").fill(name.toUpperCase());
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("region", { name: "People" }).getByRole("row")).toHaveCount(2);
  await choose(page, `Role of ${name}`, "Auditor");
  const asked = page.getByRole("dialog", { name: `Change the role of ${name} to Auditor` });
  await expect(asked).toContainText("becomes Auditor instead of Manager");
  await asked.getByRole("button", { name: "Cancel" }).click();
  await expect(asked).toBeHidden();
  await expect(page.getByRole("combobox", { name: `Role of ${name}` })).toHaveValue("Manager");
  expect(await roleOf(guest), "only looked at").toBe("manager");
  await choose(page, `Role of ${name}`, "Auditor");
  await asked.getByRole("button", { name: "Change role" }).click();
  await expect(page.getByText(`${name} is now auditor`)).toBeVisible();
  expect(await roleOf(guest), "in the session that was open before").toBe("auditor");
  await page.reload();
  await expect(page.getByRole("combobox", { name: `Role of ${name}` })).toHaveValue("Auditor");
  await guest.context().close();
});

test("an administrator is told what giving up the own role means, and a search finds them", async ({
  page,
}) => {
  const { baseUrl } = instance();
  const admin = await insertPerson(`Ona Ownrole ${randomBytes(3).toString("hex")}`, "admin");
  await enterPassword(page, admin);
  await page.waitForURL(`${baseUrl}/`);
  await page.goto(`${baseUrl}/settings/people?text=${encodeURIComponent(admin.email)}`);
  await choose(page, `Role of ${admin.name}`, "Analyst");
  const asked = page.getByRole("dialog", { name: "Change your own role to Analyst" });
  await expect(asked).toContainText("only another administrator can give the role back");
  await asked.getByRole("button", { name: "Cancel" }).click();
  await expect(asked).toBeHidden();
  expect(await roleOf(page)).toBe("admin");
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(`${baseUrl}/settings/people`);
  await page.goto(`${baseUrl}/settings/people?text=nobody-at-all&cursor=nonsense`);
  await expect(page.getByText("Nobody's name or address holds “nobody-at-all”.")).toBeVisible();
  await expect(page.getByText("cursor: the value does not exist")).toBeVisible();
});

test("a long list of people has a way on and a way back to its first page", async ({ page }) => {
  const { baseUrl } = instance();
  const crowd = `crowd-${randomBytes(3).toString("hex")}`;
  await query(
    `INSERT INTO person (id, email, name, role, status, updated_at)
     SELECT gen_random_uuid(), $1 || '-' || n || '@muster.example', 'Crowd', 'owner', 'disabled', now()
     FROM generate_series(1, 201) n`,
    [crowd],
  );
  try {
    await enterPassword(page, await insertPerson("Paula Pager", "auditor"));
    await page.waitForURL(`${baseUrl}/`);
    await page.goto(`${baseUrl}/settings/people?text=${crowd}`);
    await expect(page.getByText("200 people", { exact: true })).toBeVisible();
    await page.getByRole("link", { name: "Next page" }).click();
    await expect(page.getByText("1 person", { exact: true })).toBeVisible();
    await page.getByRole("link", { name: "First page" }).click();
    await expect(page.getByText("200 people", { exact: true })).toBeVisible();
  } finally {
    await query("DELETE FROM person WHERE email LIKE $1 || '-%'", [crowd]);
  }
});
