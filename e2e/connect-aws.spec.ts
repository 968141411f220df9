import { expect, type Page, test } from "@playwright/test";
import { startStandIn, type StandIn } from "../connectors/aws/testing/stand-in";
import { picture } from "./support/picture";
import { adminPage } from "./support/pages";
import { identitiesOf, idOf } from "./support/connected-source";

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
