import { expect, test } from "@playwright/test";
import { administrator, instance } from "./support/instance";
import { look } from "./support/look";
import { asAdministrator, enterPassword, newPerson } from "./support/people";

test("invitations, tokens, people and their dialogs fit a phone and break no rule in either theme", async ({
  page,
  browser,
}) => {
  const { baseUrl } = instance();
  const person = await newPerson(browser, "Alma Admin", "admin");
  const admin = await asAdministrator();
  const invited = await admin.post("/api/v1/people", {
    data: { email: `guest-${person.email}`, role: "manager" },
  });
  const { url } = (await invited.json()) as { url: string };
  await page.goto(url);
  await look(page, "invitation");
  await page.goto(`${baseUrl}/invitation?token=gone`);
  await look(page, "invitation-gone");
  await page.goto(`${baseUrl}/setup`);
  await look(page, "setup-gone");
  await page.goto(`${baseUrl}/setup?token=something`);
  await look(page, "setup");

  await enterPassword(page, person);
  await page.waitForURL(`${baseUrl}/`);
  await page.goto(`${baseUrl}/settings/tokens`);
  await page.getByRole("button", { name: "Create token" }).click();
  await look(page, "token-dialog");
  await page.getByLabel("What it is for").fill("Nightly export");
  await page.getByRole("dialog").getByRole("button", { name: "Create token" }).click();
  await expect(page.getByText("Copy the token now")).toBeVisible();
  await look(page, "token-shown");
  await page.getByRole("button", { name: "Done" }).click();
  await look(page, "tokens-filled");
  await page.getByRole("button", { name: "Revoke Nightly export" }).click();
  await page.getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByText("Revoked", { exact: true })).toBeVisible();

  await page.goto(`${baseUrl}/settings/people`);
  await page.getByRole("button", { name: "Invite person" }).click();
  await look(page, "invite-dialog");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: `Change access of ${administrator.name}` }).click();
  await look(page, "person-menu");
});
