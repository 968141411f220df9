import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { signIn } from "./support/actors";
import { uploadUsers, ingestUsers } from "./support/aws-export";
import { publishedKey, savePack, verifyPack } from "./support/evidence";
import { administrator, instance } from "./support/instance";
import { openContext } from "./support/open-context";
import { picture as takePicture } from "./support/picture";

const users = Array.from({ length: 8 }, (_, n) => ({ name: `svc-by-hand-${n}` }));
const [leaving = { name: "" }, ...staying] = users;

test("what Muster may not delete is a task with steps, proof and a check by the next export", async ({
  browser,
}) => {
  const admin = await signIn(administrator.email, administrator.password);
  const sourceId = await ingestUsers(admin, "Account read by export", users);
  const { adminState, baseUrl } = instance();
  const context = await openContext(browser, { storageState: adminState, baseURL: baseUrl });
  const page = await context.newPage();
  const answer = await page.request.get(`/api/v1/identities?q=${leaving.name}`);
  const { items } = (await answer.json()) as { items: { id: string }[] };

  await page.goto(`/offboarding/new?identity=${items[0]?.id}`);
  await expect(page.getByText("the case says what a person does there")).toBeVisible();
  await page.getByLabel("Reason").fill("The uploader it served is gone");
  await page.getByRole("button", { name: "Request offboarding" }).click();
  await page.waitForURL(/\/offboarding\/[0-9a-f-]{36}/);
  const steps = page.getByRole("region", { name: "What to do" });
  await expect(steps).toContainText(`attach-user-policy --user-name ${leaving.name}`);

  const proof = page.getByRole("region", { name: "Proof", exact: true });
  const picture = await page.screenshot();
  const shot = { name: "deleted in the console.png", mimeType: "image/png", buffer: picture };
  await proof.locator('input[type="file"]').setInputFiles(shot);
  const link = proof.getByRole("link", { name: "deleted in the console.png" });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const saved = test.info().outputPath("proof.png");
  await download.saveAs(saved);
  expect(readFileSync(saved).equals(picture)).toBe(true);
  await takePicture(page, "offboarding-by-hand");
  const tool = { ...shot, name: "tool.zip", buffer: Buffer.from("PK\u0003\u0004\u0000") };
  await proof.locator('input[type="file"]').setInputFiles([tool]);
  await expect(proof).toContainText("tool.zip: A proof is a PNG or JPEG picture, a PDF or a text");
  await page.setViewportSize({ width: 390, height: 844 });
  await takePicture(page, "offboarding-by-hand-phone", { fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole("button", { name: "Report as done" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/What was done/).fill("Deleted in the console, ticket OPS-12");
  await dialog.getByRole("button", { name: "Report as done" }).click();
  await expect(page.getByText("Reported; the next complete sync proves it")).toBeVisible();

  await uploadUsers(admin, sourceId, staying);
  await expect
    .poll(
      async () => {
        const found = await page.request.get(new URL(page.url()).pathname.replace("/", "/api/v1/"));
        return ((await found.json()) as { state: string }).state;
      },
      { timeout: 60_000 },
    )
    .toBe("verified");

  await page.reload();
  await page.getByRole("button", { name: "Export evidence" }).click();
  const receipt = test.info().outputPath("receipt.zip");
  await savePack(page, receipt);
  const checked = await verifyPack(receipt, "--key", await publishedKey(page));
  expect(checked.code, checked.out).toBe(0);
  expect(readFileSync(receipt).includes(picture)).toBe(true);
});
