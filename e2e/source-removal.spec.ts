import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./support/actors";
import { ingestUsers } from "./support/aws-export";
import { administrator } from "./support/instance";
import { look } from "./support/look";
import { adminPage } from "./support/pages";
import { picture } from "./support/picture";
import { proveIfAsked } from "./support/step-up";

const users = Array.from({ length: 8 }, (_, n) => ({ name: `svc-removal-${n}` }));

async function newSource(page: Page, name: string): Promise<string> {
  const cookie = await signIn(administrator.email, administrator.password);
  const sourceId = await ingestUsers(cookie, name, users);
  await page.goto(`/sources/${sourceId}`);
  return sourceId;
}

async function namesOf(page: Page, sourceId: string, also = ""): Promise<string[]> {
  const q = encodeURIComponent(`source:${sourceId}${also}`);
  const answer = await page.request.get(`/api/v1/identities?q=${q}&limit=50`);
  expect(answer.status()).toBe(200);
  const { items } = (await answer.json()) as { items: { name: string }[] };
  return items.map((item) => item.name).toSorted();
}

test("a source is removed only by who types its name, after reading what goes; who keeps it loses nothing", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const name = "Account to remove";
  const sourceId = await newSource(page, name);
  const dialog = page.getByRole("dialog", { name: `Remove ${name}` });
  const confirm = dialog.getByRole("button", { name: "Remove source" });
  const open = () => page.getByRole("button", { name: "Remove", exact: true }).click();
  await open();
  const goes = dialog.getByRole("list", { name: "What is deleted" }).getByRole("listitem");
  await expect(goes).toHaveText([
    /^8 identities, with their credentials/,
    /^\d+ open findings?, and those resolved earlier$/,
    /^Its 1 file and its runs$/,
  ]);
  await expect(dialog).toContainText("the audit log stay. Nothing changes at the provider.");
  await expect(confirm).toBeDisabled();
  await dialog.getByRole("textbox").fill("Account");
  await expect(confirm).toBeDisabled();
  await look(page, "source-removal");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(dialog).toBeHidden();
  expect(await namesOf(page, sourceId)).toEqual(users.map((user) => user.name));

  await open();
  // What was typed before is not there any more.
  await expect(dialog.getByRole("textbox")).toHaveValue("");
  await dialog.getByRole("textbox").fill(name);
  await picture(page, "source-removal");
  await confirm.click();
  await proveIfAsked(page, page.getByText("The source is gone"));
  await page.waitForURL(/\/sources$/);
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(0);
  expect((await page.request.get(`/api/v1/sources/${sourceId}`)).status()).toBe(404);
  expect(await namesOf(page, sourceId)).toEqual([]);
  await page.context().close();
});

/** One user of another account, as a second file. */
async function addFile(page: Page, sourceId: string): Promise<void> {
  const user = {
    Path: "/",
    UserName: "svc-of-the-second-file",
    UserId: "AIDASECONDFILE01",
    Arn: "arn:aws:iam::444455556666:user/svc-of-the-second-file",
    CreateDate: "2021-03-01T10:00:00Z",
    GroupList: [],
    AttachedManagedPolicies: [],
    Tags: [{ Key: "type", Value: "service" }],
  };
  const details = { UserDetailList: [user], GroupDetailList: [], RoleDetailList: [], Policies: [] };
  const query = "name=second.json&kind=authorization-details";
  const sent = await page.request.post(`/api/v1/sources/${sourceId}/files?${query}`, {
    headers: { origin: new URL(page.url()).origin, "content-type": "application/octet-stream" },
    data: Buffer.from(JSON.stringify(details)),
  });
  expect(sent.status()).toBeLessThan(300);
}

test("one export file is taken away, the others are read again, and only what it listed is gone", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const sourceId = await newSource(page, "Two export files");
  await addFile(page, sourceId);
  await page.reload();
  await page.getByRole("button", { name: "Sync now" }).click();
  const missing = () => namesOf(page, sourceId, " is:missing");
  await expect
    .poll(() => namesOf(page, sourceId), { timeout: 60_000 })
    .toContain("svc-of-the-second-file");
  await expect(page.getByRole("button", { name: "Sync now" })).toBeEnabled({ timeout: 60_000 });

  const files = page.getByRole("region", { name: "Files" });
  const second = files.getByRole("row").filter({ hasText: "second.json" });
  const dialog = page.getByRole("dialog", { name: "Remove second.json" });
  await look(page, "export-files");
  await second.getByRole("button", { name: "Remove second.json" }).click();
  await expect(dialog).toContainText("What only this file lists is then shown as no longer listed");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(dialog).toBeHidden();
  await expect(second).toHaveCount(1);

  await second.getByRole("button", { name: "Remove second.json" }).click();
  await dialog.getByRole("button", { name: "Remove file" }).click();
  await expect(second).toHaveCount(0);
  await expect(files.getByRole("row").filter({ hasText: "details.json" })).toHaveCount(1);
  await expect.poll(missing, { timeout: 60_000 }).toEqual(["svc-of-the-second-file"]);
  expect(await namesOf(page, sourceId)).toEqual(users.map((user) => user.name));
  await page.context().close();
});
