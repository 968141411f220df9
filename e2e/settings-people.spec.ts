import { randomBytes } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { instance } from "./support/instance";
import { openContext } from "./support/open-context";
import { enterPassword, newPerson } from "./support/people";

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
  await choose(page, `Role of ${name}`, "Auditor");
  await expect(page.getByText(`${name} is now auditor`)).toBeVisible();
  expect(await roleOf(guest), "in the session that was open before").toBe("auditor");
  await page.reload();
  await expect(page.getByRole("combobox", { name: `Role of ${name}` })).toHaveValue("Auditor");
  await guest.context().close();
});
