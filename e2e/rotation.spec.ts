import { expect, type Page, test } from "@playwright/test";
import { heldKeys } from "../connectors/aws/testing/held-keys";
import { startStandIn, type StandIn } from "../connectors/aws/testing/stand-in";
import { instance } from "./support/instance";
import { adminPage } from "./support/pages";
import { joinAs } from "./support/role-session";
import { proveIfAsked } from "./support/step-up";
import { picture } from "./support/picture";

const held = heldKeys();
const name = "Account with old keys";
const key = (word: string): string => ["AKIA", word].join("");
const secretAccessKey = "stand-in-" + "Rt5".repeat(9);
let standIn: StandIn;
let page: Page;
let approver: Page;
let sourceId = "";

async function identityOf(user: string): Promise<string> {
  const q = encodeURIComponent(`source:${sourceId} ${user}`);
  const answer = await page.request.get(`/api/v1/identities?q=${q}&limit=5`);
  const { items } = (await answer.json()) as { items: { id: string; name: string }[] };
  return items.find((item) => item.name === user)?.id ?? "";
}

const keysOf = (user: string) => [...held.keys.values()].filter((one) => one.UserName === user);

/** The stand-in's users are privileged: the policy asks for somebody other than the requester. */
async function approve(): Promise<void> {
  await approver.goto(page.url());
  await approver.getByRole("button", { name: "Approve" }).click();
  const dialog = approver.getByRole("dialog");
  await dialog.getByRole("button", { name: "Approve" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(approver.getByText("Waiting for approval.")).toHaveCount(0);
}

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  standIn = await startStandIn({ users: 3, keys: 3, held });
  page = await adminPage(browser);
  const { context } = await joinAs(browser, "admin", "Ravi Second");
  approver = await context.newPage();
});
test.afterAll(async () => {
  await page.context().close();
  await approver.context().close();
  await standIn.close();
});

test("an access key gets a successor whose secret is shown once, and the old key goes when a person says so", async () => {
  const config = { authMode: "access_key", secretAccessKey, endpoint: standIn.url };
  const added = await page.request.post("/api/v1/sources", {
    headers: { origin: instance().baseUrl },
    data: {
      connectorId: "aws",
      name,
      config: { ...config, accessKeyId: key("READER0000000001") },
      syncNow: true,
    },
  });
  ({ sourceId } = (await added.json()) as { sourceId: string });
  const user = "svc-app-000001";
  await expect.poll(() => identityOf(user), { timeout: 90_000 }).not.toBe("");
  const identityId = await identityOf(user);

  await page.goto(`/sources/${sourceId}/actions`);
  await page.getByRole("combobox", { name: "How Muster signs in" }).click();
  await page.getByRole("option", { name: "Access key", exact: true }).click();
  await page.getByLabel("Access key id").fill(key("WRITER0000000001"));
  await page.getByLabel("Secret access key").first().fill(secretAccessKey);
  await page.getByRole("button", { name: "Keep the write credential" }).click();
  await proveIfAsked(page, page.getByText("Muster can act here"));
  await expect(page.getByText("Muster can act here")).toBeVisible();

  await page.goto(`/identities/${identityId}`);
  await page.getByRole("link", { name: "Rotate", exact: true }).click();
  await expect(page.getByRole("radio", { name: "Shown to you, once" })).toBeChecked();
  await page.getByLabel("Reason").fill("It is older than our policy allows");
  await picture(page, "rotation-request");
  await page.getByRole("button", { name: "Request rotation" }).click();
  await page.waitForURL(/\/offboarding\/[0-9a-f-]{36}/);
  await expect(page.getByText("iam:CreateAccessKey")).toBeVisible({ timeout: 60_000 });
  expect(keysOf(user)).toHaveLength(1);
  const [old] = keysOf(user);

  await approve();
  const show = page.getByRole("button", { name: "Show the new secret" });
  await expect(show).toBeVisible({ timeout: 60_000 });
  const made = keysOf(user).find((one) => one.AccessKeyId !== old?.AccessKeyId);
  expect(made?.secret).toBeTruthy();
  expect(await page.content()).not.toContain(made?.secret);
  await show.click();
  const dialog = page.getByRole("dialog", { name: "The new secret" });
  const part = dialog.getByRole("region", { name: "AWS_SECRET_ACCESS_KEY" });
  await proveIfAsked(page, part);
  await expect(part).toContainText(made?.secret ?? "none");
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("Both work.")).toBeVisible({ timeout: 60_000 });
  await page.reload();
  await expect(page.getByText("Both work.")).toBeVisible();
  await expect(show).toHaveCount(0);
  expect(await page.content()).not.toContain(made?.secret);
  expect(keysOf(user).map((one) => one.Status)).toEqual(["Active", "Active"]);
  await picture(page, "rotation-overlap");

  await page.getByRole("button", { name: "Let the old one go" }).click();
  const ask = page.getByRole("dialog");
  await ask.getByLabel("Reason").fill("The program was restarted with the new key");
  await ask.getByRole("button", { name: "Let the old one go" }).click();
  await expect(page.getByText("Switched off, being watched.")).toBeVisible({ timeout: 60_000 });
  expect(held.keys.get(old?.AccessKeyId ?? "")?.Status).toBe("Inactive");
  expect(held.keys.get(made?.AccessKeyId ?? "")?.Status).toBe("Active");

  await page.goto("/offboarding?kind=rotation");
  await expect(page.getByRole("row", { name: /Rotation · Access key/ }).first()).toBeVisible();
});

test("a new secret goes to AWS Secrets Manager unseen, and the old key, unused, is switched off and deleted", async () => {
  const user = "svc-app-000002";
  const secretId = "arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/nightly-AbCdEf";
  held.secrets.set(secretId, []);
  await page.goto(`/offboarding/rotate?identity=${await identityOf(user)}`);
  await page.getByRole("radio", { name: `AWS Secrets Manager of ${name}` }).check();
  await page.getByLabel("ARN of the secret").fill(secretId);
  await page.getByLabel("Reason").fill("Its value was found in a log");
  await page.getByLabel("Hours without any use").fill("0");
  await page.getByLabel("Days of watching").fill("0");
  await page.getByRole("button", { name: "Request rotation" }).click();
  await page.waitForURL(/\/offboarding\/[0-9a-f-]{36}/);
  await expect(page.getByText("secretsmanager:PutSecretValue")).toBeVisible({ timeout: 60_000 });
  const [old] = keysOf(user);
  await approve();
  const proven = page.getByText("Only the new one works.");
  await expect(proven).toBeVisible({ timeout: 90_000 });

  const left = keysOf(user);
  expect(left.map((one) => one.Status)).toEqual(["Active"]);
  expect(left[0]?.AccessKeyId).not.toBe(old?.AccessKeyId);
  const kept = held.secrets.get(secretId) ?? [];
  expect(JSON.parse(kept[0]?.value ?? "{}")).toEqual({
    AWS_ACCESS_KEY_ID: left[0]?.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: left[0]?.secret,
  });
  expect(await page.content()).not.toContain(left[0]?.secret);
  await expect(page.getByRole("region", { name: "Receipt" })).toContainText("rotation.delivered");
});
