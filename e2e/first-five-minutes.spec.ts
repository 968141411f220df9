import { readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { instance } from "./support/instance";
import { openContext } from "./support/open-context";

async function adminPage(browser: Browser): Promise<Page> {
  const { adminState, baseUrl } = instance();
  const context = await openContext(browser, { storageState: adminState, baseURL: baseUrl });
  return context.newPage();
}

test("the riskiest identities come first, and the first one says why", async ({ browser }) => {
  const page = await adminPage(browser);
  await page.goto("/identities");
  const answer = await page.request.get("/api/v1/identities?limit=10");
  const { items } = (await answer.json()) as {
    items: { id: string; name: string; risk: { score: number } }[];
  };
  expect(items).toHaveLength(10);
  const scores = items.map((item) => item.risk.score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  await expect(page.getByText(items[0]?.name ?? "").first()).toBeVisible();
  await page.goto(`/identities/${items[0]?.id}`);
  await expect(page.getByRole("heading", { name: "Why this score" })).toBeVisible();
  await expect(page.getByRole("heading", { name: items[0]?.name ?? "" }).first()).toBeVisible();
});

test("a real PostgreSQL is connected in the form, synced and shown", async ({ browser }) => {
  const page = await adminPage(browser);
  const { dataDir } = instance();
  const [, , , port = ""] = readFileSync(
    path.join(dataDir, "postgres/postmaster.pid"),
    "utf8",
  ).split("\n");
  const password = readFileSync(path.join(dataDir, "database-password"), "utf8").trim();
  await page.goto("/sources/new?connector=postgresql");
  await page.getByRole("textbox", { name: "Name" }).first().fill("Own database");
  await page.getByRole("textbox", { name: "Host" }).fill("127.0.0.1");
  await page.getByRole("textbox", { name: "Port" }).fill(port.trim());
  await page.getByRole("textbox", { name: "Role" }).fill("postgres");
  await page.getByLabel("Password").first().fill(password);
  await page.getByRole("combobox", { name: "TLS" }).click();
  await page.getByRole("option", { name: "Disable" }).click();
  await page.getByRole("button", { name: "Check connection" }).click();
  await expect(page.getByText(/postgres/).first()).toBeVisible();
  await page.getByRole("button", { name: "Connect and sync" }).click();
  await page.waitForURL(/\/sources\/[0-9a-f-]{36}/);
  const found = async (): Promise<number> => {
    const answer = await page.request.get("/api/v1/identities?q=kind:database_role%20muster_app");
    return ((await answer.json()) as { items: unknown[] }).items.length;
  };
  await expect.poll(found, { timeout: 60_000 }).toBeGreaterThan(0);
  const content = await page.content();
  expect(content).not.toContain(password);
});

test("an AWS export is dropped onto the page, its users appear, and a file that is no export takes nothing away", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/sources/new?connector=aws-export");
  await page.getByRole("textbox", { name: "Name" }).first().fill("Exported account");
  await page.getByRole("button", { name: "Continue to the files" }).click();
  await page.waitForURL(/\/sources\/[0-9a-f-]{36}/);
  const details = {
    UserDetailList: [
      {
        Path: "/service/",
        UserName: "svc-exported-uploader",
        UserId: ["AIDA", "EXAMPLEEXPORTED1"].join(""),
        Arn: "arn:aws:iam::123456789012:user/service/svc-exported-uploader",
        CreateDate: "2021-03-01T10:00:00Z",
        GroupList: [],
        AttachedManagedPolicies: [
          {
            PolicyName: "AdministratorAccess",
            PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
          },
        ],
        Tags: [{ Key: "type", Value: "service" }],
      },
    ],
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
  };
  await page.locator('input[type="file"]').setInputFiles({
    name: "details.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(details)),
  });
  const sourceId = /sources\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "";
  const list = `/api/v1/identities?q=${encodeURIComponent(`source:${sourceId}`)}`;
  const found = async (): Promise<{ name: string; status: string }[]> => {
    const answer = await page.request.get(list);
    return ((await answer.json()) as { items: { name: string; status: string }[] }).items;
  };
  const whole = [expect.objectContaining({ name: "svc-exported-uploader", status: "active" })];
  await expect.poll(found, { timeout: 60_000 }).toEqual(whole);
  const runs = async (): Promise<number> => {
    const answer = await page.request.get(`/api/v1/sources/${sourceId}/runs`);
    return ((await answer.json()) as { items: unknown[] }).items.length;
  };
  const before = await runs();
  await page.locator('input[type="file"]').setInputFiles({
    name: "holiday.json",
    mimeType: "application/json",
    buffer: Buffer.from('{"UserDetailList": [{"UserName": "cut'),
  });
  const refusal = page.getByRole("alert").filter({ hasText: "holiday.json" });
  await expect(refusal).toContainText("ends in the middle: the JSON was cut");
  await expect(refusal).toContainText("The file was not taken");
  const source = await page.request.get(`/api/v1/sources/${sourceId}`);
  const { uploads } = (await source.json()) as { uploads: { name: string }[] };
  expect(uploads.map(({ name }) => name)).toEqual(["details.json"]);
  expect(await found()).toEqual(whole);
  expect(await runs()).toBe(before);
});
