import { expect, test } from "@playwright/test";
import { generateSync } from "otplib";
import { query as rows } from "./support/database";
import { instance } from "./support/instance";
import { look } from "./support/look";
import { enterPassword, newPerson, signOut } from "./support/people";

/** The code of the next period: the present one may be used up already. */
const codeIn = (seed: string, seconds: number): string =>
  generateSync({ secret: seed, epoch: Math.floor(Date.now() / 1000) + seconds });

test("an authenticator app is enrolled, then asked for at sign-in and before guarded changes", async ({
  page,
  browser,
}) => {
  const { baseUrl } = instance();
  const person = await newPerson(browser, "Tina Totp");
  await page.goto(`${baseUrl}/sign-in`);
  await look(page, "sign-in");
  await enterPassword(page, person);
  await page.waitForURL(`${baseUrl}/`);
  await page.goto(`${baseUrl}/settings`);
  await look(page, "account");
  await page.getByRole("button", { name: "Add authenticator app" }).click();
  const dialog = page.getByRole("dialog", { name: "Add authenticator app" });
  await expect(
    dialog.getByRole("img", { name: "QR code for your authenticator app" }),
  ).toBeVisible();
  const seed = (await dialog.locator("code").textContent()) ?? "";
  await look(page, "authenticator-app");
  await dialog.getByLabel("Code from the app").fill("000000");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByText("The code is not right. Wait for the next one.")).toBeVisible();
  const enrolledWith = codeIn(seed, -30);
  await dialog.getByLabel("Code from the app").fill(enrolledWith);
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("On · AAL2")).toBeVisible();

  await page.getByRole("button", { name: "Create codes" }).click();
  const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const spare = (await codes.nth(3).textContent()) ?? "";
  await look(page, "recovery-codes");
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 of 10 left")).toBeVisible();

  await signOut(page);
  await enterPassword(page, person);
  await expect(page.getByLabel("Code from your authenticator app")).toBeVisible();
  await look(page, "sign-in-code");
  await page.getByLabel("Code from your authenticator app").fill(enrolledWith);
  await page.getByRole("button", { name: "Confirm code" }).click();
  await expect(page.getByText("was used already")).toBeVisible();
  await page.getByLabel("Code from your authenticator app").fill(codeIn(seed, 0));
  await page.getByRole("button", { name: "Confirm code" }).click();
  await page.waitForURL(`${baseUrl}/`);

  await rows(
    `UPDATE session SET stepped_up_at = stepped_up_at - interval '11 minutes'
     FROM person WHERE person.id = person_id AND email = $1`,
    [person.email],
  );
  await page.goto(`${baseUrl}/settings`);
  await page.getByRole("button", { name: "Remove app" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove app" }).click();
  const confirm = page.getByRole("dialog", { name: "Confirm that it is you" });
  const field = confirm.getByLabel("Code from your app, or a recovery code", { exact: true });
  await expect(field).toBeVisible();
  await look(page, "step-up");
  await field.fill(person.password);
  await confirm.getByRole("button", { name: "Confirm" }).click();
  await expect(confirm.getByText("was used already")).toBeVisible();
  await field.fill(spare);
  await confirm.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("button", { name: "Add authenticator app" })).toBeVisible();
  await signOut(page);
  await enterPassword(page, person);
  await page.waitForURL(`${baseUrl}/`);
});

test("whoever gives up the step-up is told that nothing was done, and nothing was", async ({
  page,
  browser,
}) => {
  const { baseUrl } = instance();
  const person = await newPerson(browser, "Greta Givesup");
  await enterPassword(page, person);
  await page.waitForURL(`${baseUrl}/`);
  await rows(
    `UPDATE session SET stepped_up_at = NULL FROM person
     WHERE person.id = person_id AND email = $1`,
    [person.email],
  );
  await page.goto(`${baseUrl}/settings/tokens`);
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByLabel("What it is for").fill("Never made");
  await page.getByRole("dialog").getByRole("button", { name: "Create token" }).click();
  const confirm = page.getByRole("dialog", { name: "Confirm that it is you" });
  await confirm.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Confirm that it is you before this change.")).toBeVisible();
  const made = await rows("SELECT 1 FROM api_token WHERE name = 'Never made'");
  expect(made).toEqual([]);
});
