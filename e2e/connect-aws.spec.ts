import { writeFileSync } from "node:fs";
import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { startStandIn, type StandIn } from "../connectors/aws/testing/stand-in";
import { instance } from "./support/instance";
import { openContext } from "./support/open-context";
import { picture } from "./support/picture";

async function adminPage(browser: Browser): Promise<Page> {
  const { adminState, baseUrl } = instance();
  const context = await openContext(browser, { storageState: adminState, baseURL: baseUrl });
  return context.newPage();
}

interface Item {
  id: string;
  name: string;
}

async function identitiesOf(page: Page, sourceId: string, limit = 200): Promise<Item[]> {
  const q = encodeURIComponent(`source:${sourceId}`);
  const answer = await page.request.get(`/api/v1/identities?q=${q}&limit=${limit}`);
  return ((await answer.json()) as { items: Item[] }).items;
}

async function runsOf(page: Page): Promise<{ id: string; state: string }[]> {
  const answer = await page.request.get(`/api/v1/sources/${idOf(page)}/runs`);
  return ((await answer.json()) as { items: { id: string; state: string }[] }).items;
}

/** Asks for a sync by its button and waits until that run has ended. */
async function syncAgain(page: Page): Promise<void> {
  const before = new Set((await runsOf(page)).map((run) => run.id));
  await page.getByRole("button", { name: "Sync now" }).click();
  const newest = async (): Promise<string> =>
    (await runsOf(page)).find((run) => !before.has(run.id))?.state ?? "queued";
  await expect.poll(newest, { timeout: 60_000 }).not.toMatch(/queued|running/);
  await page.reload();
}

const idOf = (page: Page): string => /sources\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "";
const secretAccessKey = "stand-in-" + "Qw7".repeat(9);

test.describe("an AWS account", () => {
  test.describe.configure({ mode: "serial" });
  let standIn: StandIn;
  let page: Page;
  let fault: ((operation: string) => { status: number; body: string } | null) | null = null;
  let pauseMs = 0;
  const denied = ["ssm:DescribeParameters"];

  test.beforeAll(async ({ browser }) => {
    standIn = await startStandIn({
      users: 40,
      keys: 60,
      denied,
      fault: (operation) => fault?.(operation) ?? null,
      pauseMs: () => pauseMs,
    });
    page = await adminPage(browser);
  });
  test.afterAll(async () => {
    await page.context().close();
    await standIn.close();
  });

  test("the external id is made up by the server, and the templates to copy require it", async () => {
    const externalId = async (): Promise<string> => {
      await page.goto("/sources/new?connector=aws");
      const field = page.getByRole("textbox", { name: "External id" });
      await expect(field).toHaveAttribute("readonly", "");
      return field.inputValue();
    };
    const first = await externalId();
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    const second = await externalId();
    expect(second).not.toBe(first);
    await expect(page.getByLabel("CloudFormation", { exact: true }).last()).toContainText(second);
    await page.getByRole("tab", { name: "Terraform" }).click();
    await expect(page.getByLabel("Terraform", { exact: true }).last()).toContainText(
      `"sts:ExternalId": "${second}"`,
    );
    await page.getByRole("button", { name: "Enter one that is in use already" }).click();
    await page.getByRole("textbox", { name: "External id" }).fill("agreed-on-earlier");
    await expect(page.getByLabel("Terraform", { exact: true }).last()).toContainText(
      '"sts:ExternalId": "agreed-on-earlier"',
    );
    await picture(page, "connect-aws-role");
  });

  test("checking the connection names what is missing, and the policy to copy grants it", async () => {
    await page.goto("/sources/new?connector=aws");
    await page.getByRole("textbox", { name: "Name" }).first().fill("Stand-in account");
    await page.getByRole("combobox", { name: "How Muster signs in" }).click();
    await page.getByRole("option", { name: "Access key" }).click();
    await page.getByLabel("Access key id").fill(["AKIA", "STANDIN000000000"].join(""));
    await page.getByLabel("Secret access key").first().fill(secretAccessKey);
    await page.getByLabel("Endpoint").fill(standIn.url);
    await page.getByRole("button", { name: "Check connection" }).click();
    await expect(page.getByText("The connection works, but 1 permission is missing")).toBeVisible();
    const missing = page.getByRole("listitem").filter({ hasText: "ssm:DescribeParameters" });
    await expect(missing).toContainText("without it ssm-parameters stays unseen");
    await expect(page.getByText("A long-lived access key is stored for this source")).toBeVisible();
    await expect(page.getByLabel("Least privilege")).toContainText('"ssm:DescribeParameters"');
    await expect(page.getByLabel("Least privilege")).toContainText("NeverReadSecrets");
  });

  test("the sync shows its progress while it reads, and its records are in the inventory", async () => {
    pauseMs = 150;
    await page.getByRole("button", { name: "Connect and sync" }).click();
    await page.waitForURL(/\/sources\/[0-9a-f-]{36}/);
    const live = page.getByRole("region", { name: "Sync under way" });
    await expect(live.getByText(/[1-9]\d* records in [1-9]\d* pages/)).toBeVisible({
      timeout: 30_000,
    });
    await expect(live.getByText(/\d+ of 17 streams/)).toBeVisible();
    pauseMs = 0;
    await expect(live).toBeHidden({ timeout: 60_000 });
    await expect(page.getByText("16 of 17 streams")).toBeVisible();
    const uncovered = page.getByRole("row").filter({ hasText: "Encrypted parameters" });
    await expect(uncovered).toContainText("ssm:DescribeParameters");
    const names = (await identitiesOf(page, idOf(page))).map((item) => item.name);
    expect(names).toContain("svc-app-000039");
    expect(names).toContain("prod/openai");
    expect(await page.content()).not.toContain(secretAccessKey);
  });

  test("a permission granted later makes the next sync whole", async () => {
    denied.length = 0;
    await syncAgain(page);
    await expect(page.getByText("17 of 17 streams")).toBeVisible();
    await expect(page.getByText("Up to date").first()).toBeVisible();
    const names = (await identitiesOf(page, idOf(page))).map((item) => item.name);
    expect(names).toContain("/prod/stripe");
  });

  const details = "GetAccountAuthorizationDetails";
  const whole = (operation: string) => `<${operation}Response><${operation}Result>`;
  for (const [what, answer] of [
    ["HTML instead of an answer", { status: 200, body: "<html><body>Sign in</body></html>" }],
    ["half a page", { status: 200, body: `${whole(details)}<UserDetailList><member><UserNa` }],
  ] as const) {
    test(`${what} fails its streams with what failed, what was kept and what to do`, async () => {
      const sourceId = idOf(page);
      const before = (await identitiesOf(page, sourceId)).map((item) => item.id).toSorted();
      fault = (operation) => (operation === details ? answer : null);
      await syncAgain(page);
      await expect(page.getByText("Read in part").first()).toBeVisible();
      const said = page.getByRole("alert").filter({ hasText: "The last sync failed" });
      await expect(said).toContainText(`iam:${details}`);
      await expect(said).toContainText("Everything that was read before is kept");
      await expect(said).toContainText("Sync again");
      fault = null;
      const after = (await identitiesOf(page, sourceId)).map((item) => item.id).toSorted();
      expect(after).toEqual(before);
      await syncAgain(page);
      await expect(page.getByText("Up to date").first()).toBeVisible();
      await expect(page.getByText(/The last sync failed/)).toBeHidden();
    });
  }
});

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
    ["an image", "photo.json", png, /not text in UTF-8/],
    ["UTF-16", "wide.json", Buffer.from(detailsOf("a"), "utf16le"), /save it as UTF-8/],
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
