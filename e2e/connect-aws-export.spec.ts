import { writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect, type Page, test } from "@playwright/test";
import { instance } from "./support/instance";
import { adminPage } from "./support/pages";
import { identitiesOf, idOf } from "./support/connected-source";

const account = "123456789012";
const userOf = (name: string, index: number) => ({
  Path: "/service/",
  UserName: name,
  UserId: ["AIDA", `EXAMPLEDROPPED${index}`].join(""),
  Arn: `arn:aws:iam::${account}:user/service/${name}`,
  CreateDate: "2021-03-01T10:00:00Z",
  GroupList: [],
  AttachedManagedPolicies: [
    { PolicyName: "AdministratorAccess", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
  ],
  Tags: [],
});
const detailsOf = (...names: string[]): string =>
  JSON.stringify({
    UserDetailList: names.map(userOf),
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
  });
const report = [
  "user,arn,user_creation_time,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service",
  `svc-dropped,arn:aws:iam::${account}:user/service/svc-dropped,2021-03-01T10:00:00+00:00,false,N/A,false,true,2021-03-01T10:00:00+00:00,2026-02-01T00:00:00+00:00,us-east-1,s3`,
].join("\n");

async function newExport(page: Page, name: string): Promise<string> {
  await page.goto("/sources/new?connector=aws-export");
  await page.getByRole("textbox", { name: "Name" }).first().fill(name);
  await page.getByRole("button", { name: "Continue to the files" }).click();
  await page.waitForURL(/\/sources\/[0-9a-f-]{36}/);
  return idOf(page);
}

test("export files dropped onto the page become users with their keys", async ({ browser }) => {
  const page = await adminPage(browser);
  const sourceId = await newExport(page, "Dropped export");
  const dataTransfer = await page.evaluateHandle(
    (files) => {
      const transfer = new DataTransfer();
      for (const { name, text } of files) transfer.items.add(new File([text], name));
      return transfer;
    },
    [
      { name: "details.json", text: detailsOf("svc-dropped") },
      { name: "report.csv", text: report },
    ],
  );
  await page.getByText("Drop the export files here").dispatchEvent("drop", { dataTransfer });
  const names = async () => (await identitiesOf(page, sourceId)).map((item) => item.name);
  await expect.poll(names, { timeout: 60_000 }).toEqual(["svc-dropped"]);
  const [found] = await identitiesOf(page, sourceId);
  await page.goto(`/identities/${found?.id}`);
  await expect(page.getByText("Access key 1").first()).toBeVisible();
});

/** Drags files of this disk over the page as a person does, through the browser itself. */
async function dropAt(page: Page, files: string[], { x, y }: { x: number; y: number }) {
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await browser.send("Input.dispatchDragEvent", { type, x, y, data });
}

test("a file dropped beside the area does not leave the page, and one dropped on it is taken", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const sourceId = await newExport(page, "Dropped beside");
  const at = page.url();
  const file = path.join(instance().dataDir, "beside.json");
  writeFileSync(file, detailsOf("svc-beside"));
  const beside = await page.getByRole("heading", { level: 1 }).boundingBox();
  await dropAt(page, [file], beside ?? { x: 0, y: 0 });
  const hint = page.getByRole("status").filter({ hasText: "The file was dropped beside the area" });
  await expect(hint).toContainText("Nothing was sent. Drop it inside the dashed line");
  expect(page.url()).toBe(at);
  const area = await page.getByText("Drop the export files here").boundingBox();
  await dropAt(page, [file], { x: (area?.x ?? 0) + 5, y: (area?.y ?? 0) + 5 });
  const names = async () => (await identitiesOf(page, sourceId)).map((item) => item.name);
  await expect.poll(names, { timeout: 60_000 }).toEqual(["svc-beside"]);
  await expect(hint).toHaveCount(0);
});

test("of several files the good ones are read, and the one that is refused is named", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const sourceId = await newExport(page, "Half refused");
  const file = (name: string, text: string) => ({ name, mimeType: "", buffer: Buffer.from(text) });
  await page
    .locator('input[type="file"]')
    .setInputFiles([
      file("cut\u202e.json", detailsOf("a").slice(0, 90)),
      file("whole\u202e.json", detailsOf("svc-beside-a-cut-one")),
      file("report.csv", report.replaceAll("svc-dropped", "svc-beside-a-cut-one")),
    ]);
  const refusal = page.getByRole("alert").filter({ hasText: "1 of 3 files were not taken" });
  await expect(refusal).toContainText(/cut\\u202e\.json: .*ends in the middle/);
  await expect(refusal).toContainText("The others were taken.");
  const names = async () => (await identitiesOf(page, sourceId)).map((item) => item.name);
  await expect.poll(names, { timeout: 60_000 }).toEqual(["svc-beside-a-cut-one"]);
  await expect(page.getByRole("cell", { name: "whole\\u202e.json", exact: true })).toBeVisible();
  await expect(page.getByRole("cell", { name: "report.csv", exact: true })).toBeVisible();
});

test.describe("a file that is no export is refused at once with its name and the reason", () => {
  test.describe.configure({ mode: "serial" });
  let page: Page;
  let sourceId: string;
  test.beforeAll(async ({ browser }) => {
    page = await adminPage(browser);
    sourceId = await newExport(page, "Refused files");
  });
  test.afterAll(() => page.context().close());

  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
  const cases: [string, string, Buffer, RegExp][] = [
    ["truncated", "cut.json", Buffer.from(detailsOf("a").slice(0, 90)), /ends in the middle/],
    ["another JSON", "package.json", Buffer.from('{"name":"x"}'), /not the output of aws iam/],
    ["another CSV", "sales.csv", Buffer.from("region,sum\neu,1\n"), /neither authorization/],
    ["an image", "photo.json", png, /is a picture/],
    ["UTF-16", "wide.json", Buffer.from(detailsOf("a"), "utf16le"), /Save it as UTF-8/],
    ["gzip", "export.json.gz", gzipSync(detailsOf("a")), /Unpack it first/],
    ["base64", "report.csv", Buffer.from(Buffer.from(report).toString("base64")), /decode it/],
    ["empty", "empty.json", Buffer.alloc(0), /empty/],
    ["nested", "deep.json", Buffer.from("[".repeat(200_000)), /ends in the middle|not/],
  ];
  for (const [what, name, buffer, reason] of cases) {
    test(what, async () => {
      await page.locator('input[type="file"]').setInputFiles({ name, mimeType: "", buffer });
      const refusal = page.getByRole("alert").filter({ hasText: name });
      await expect(refusal).toContainText(reason);
      await expect(refusal).toContainText("The file was not taken");
    });
  }

  test("huge", async () => {
    const file = path.join(instance().dataDir, "huge.json");
    writeFileSync(file, Buffer.alloc(51 * 1024 * 1024, 0x20));
    await page.locator('input[type="file"]').setInputFiles(file);
    const refusal = page.getByRole("alert").filter({ hasText: "huge.json" });
    await expect(refusal).toContainText(/50 MB/, { timeout: 30_000 });
  });

  test("none of them is kept, and a good file is read after them", async () => {
    expect(await identitiesOf(page, sourceId)).toEqual([]);
    await page.locator('input[type="file"]').setInputFiles({
      name: "good.json",
      mimeType: "application/json",
      buffer: Buffer.from(detailsOf("svc-after-all")),
    });
    const names = async () => (await identitiesOf(page, sourceId)).map((item) => item.name);
    await expect.poll(names, { timeout: 60_000 }).toEqual(["svc-after-all"]);
  });
});

test("hostile names of files and users are shown as the text they are", async ({ browser }) => {
  const page = await adminPage(browser);
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const sourceId = await newExport(page, "Hostile names");
  const image = '"><img src=x onerror=alert(1)>';
  await page.locator('input[type="file"]').setInputFiles({
    name: `${image}.json`,
    mimeType: "application/json",
    buffer: Buffer.from(detailsOf(`${image}\u202egnp.exe`, "=HYPERLINK(1)", "../../etc/passwd")),
  });
  await expect
    .poll(async () => (await identitiesOf(page, sourceId)).length, { timeout: 60_000 })
    .toBe(3);
  await page.reload();
  await expect(page.getByText(`${image}.json`).first()).toBeVisible();
  const hostile = (await identitiesOf(page, sourceId)).find((one) => one.name.startsWith('">'));
  expect(hostile?.name).toContain("\\u202e");
  await page.goto(`/identities/${hostile?.id}`);
  await expect(page.getByRole("heading", { name: image }).first()).toBeVisible();
  expect(await page.locator("img[src=x]").count()).toBe(0);
  expect(dialogs).toEqual([]);
});
