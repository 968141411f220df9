import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { heldKeys } from "../connectors/aws/testing/held-keys";
import { startStandIn, type StandIn } from "../connectors/aws/testing/stand-in";
import { query } from "./support/database";
import { instance } from "./support/instance";
import { adminPage } from "./support/pages";
import { joinAs } from "./support/role-session";
import { proveIfAsked } from "./support/step-up";
import { picture } from "./support/picture";

const held = heldKeys();
const user = "svc-app-000001";
const keyId = (word: string): string => ["AKIA", word].join("");
const secretAccessKey = "stand-in-" + "Ob3".repeat(9);
const headers = () => ({ origin: instance().baseUrl });
let standIn: StandIn;
let page: Page;
let folder = "";

const theKey = () => [...held.keys.values()].find((one) => one.UserName === user);

async function connect(): Promise<string> {
  const added = await page.request.post("/api/v1/sources", {
    headers: headers(),
    data: {
      connectorId: "aws",
      name: "Account that sheds a key",
      config: {
        authMode: "access_key",
        accessKeyId: keyId("READER0000000002"),
        secretAccessKey,
        endpoint: standIn.url,
      },
      syncNow: true,
    },
  });
  expect(added.status()).toBe(201);
  return ((await added.json()) as { sourceId: string }).sourceId;
}

async function identityOf(sourceId: string): Promise<string> {
  const q = encodeURIComponent(`source:${sourceId} ${user}`);
  const answer = await page.request.get(`/api/v1/identities?q=${q}&limit=5`);
  const { items } = (await answer.json()) as { items: { id: string; name: string }[] };
  return items.find((item) => item.name === user)?.id ?? "";
}

const inDialog = async (button: string, reason?: string): Promise<void> => {
  await page.getByRole("button", { name: button }).click();
  const dialog = page.getByRole("dialog");
  if (reason) await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name: button }).click();
};

/** An analyst asks for the key of the user, an administrator sees the dry run and approves. */
async function switchOff(asker: Page, identityId: string): Promise<string> {
  await asker.goto(`/offboarding/new?identity=${identityId}`);
  await asker.getByRole("radio", { name: theKey()?.AccessKeyId ?? "" }).check();
  await asker.getByLabel("Reason").fill("The program that used it was switched to a role");
  await asker.getByRole("button", { name: "Request offboarding" }).click();
  await asker.waitForURL(/\/offboarding\/[0-9a-f-]{36}/);
  await expect(asker.getByText("iam:UpdateAccessKey").first()).toBeVisible({ timeout: 60_000 });
  await expect(asker.getByText("Somebody else must approve")).toBeVisible();
  expect(theKey()?.Status).toBe("Active");
  await picture(asker, "offboarding-dry-run");
  await page.goto(new URL(asker.url()).pathname);
  await inDialog("Approve");
  const off = page.getByText("Switched off, being watched");
  await proveIfAsked(page, off);
  await expect(off).toBeVisible({ timeout: 60_000 });
  expect(theKey()?.Status).toBe("Inactive");
  await picture(page, "offboarding-watch");
  return page.url().split("/").at(-1) ?? "";
}

const verify = (file: string) =>
  spawnSync(process.execPath, ["scripts/muster-verify/cli.mjs", file], { encoding: "utf8" });

test.beforeAll(async ({ browser }) => {
  folder = mkdtempSync(path.join(os.tmpdir(), "muster-pack-"));
  standIn = await startStandIn({ users: 3, keys: 3, held });
  page = await adminPage(browser);
});
test.afterAll(async () => {
  await page.context().close();
  await standIn.close();
  rmSync(folder, { recursive: true, force: true });
});

test("an access key is disabled at AWS, given back, disabled again, deleted after its watch, and its receipt is verified offline", async ({
  browser,
}) => {
  const sourceId = await connect();
  await expect.poll(() => identityOf(sourceId), { timeout: 90_000 }).not.toBe("");
  await page.goto(`/sources/${sourceId}/actions`);
  await page.getByRole("combobox", { name: "How Muster signs in" }).click();
  await page.getByRole("option", { name: "Access key", exact: true }).click();
  await page.getByLabel("Access key id").fill(keyId("WRITER0000000002"));
  await page.getByLabel("Secret access key").first().fill(secretAccessKey);
  await page.getByRole("button", { name: "Keep the write credential" }).click();
  const canAct = page.getByText("Muster can act here");
  await proveIfAsked(page, canAct);
  await expect(canAct).toBeVisible();

  const identityId = await identityOf(sourceId);
  const analyst = await joinAs(browser, "analyst", "Arno Analyst");
  const asker = await analyst.context.newPage();
  await switchOff(asker, identityId);
  await inDialog("Give it back", "A report still needs it until Friday");
  await proveIfAsked(page, page.getByText("It works again as before."));
  await expect(page.getByText("It works again as before.")).toBeVisible({ timeout: 60_000 });
  expect(theKey()?.Status).toBe("Active");

  const caseId = await switchOff(asker, identityId);
  await query(
    "UPDATE offboarding_case SET watch_until = now() - interval '1 minute', next_at = now() WHERE id = $1",
    [caseId],
  );
  const gone = page.getByText("The provider was read again and does not have it any more.");
  await expect(async () => {
    await page.reload();
    await expect(gone).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 150_000 });
  expect(theKey()).toBeUndefined();
  await picture(page, "offboarding-gone");
  expect(held.effective.get("DeleteAccessKey")).toBe(1);
  expect(held.effective.get("UpdateAccessKey Inactive")).toBe(2);

  const asked = await page.request.post("/api/v1/evidence", {
    headers: headers(),
    data: { subject: "offboarding_case", subjectId: caseId },
  });
  expect(asked.status()).toBe(201);
  const { packId } = (await asked.json()) as { packId: string };
  const state = async (): Promise<string> =>
    ((await (await page.request.get(`/api/v1/evidence/${packId}`)).json()) as { state: string })
      .state;
  await expect.poll(state, { timeout: 60_000 }).toBe("done");
  const pack = await (await page.request.get(`/api/v1/evidence/${packId}/file`)).body();
  const file = path.join(folder, "receipt.zip");
  writeFileSync(file, pack);
  const whole = verify(file);
  expect(whole.status, whole.stdout + whole.stderr).toBe(0);
  const at = Math.floor(pack.length / 2);
  pack[at] = (pack[at] ?? 0) ^ 1;
  writeFileSync(file, pack);
  expect(verify(file).status).toBe(1);
  await analyst.context.close();
});
