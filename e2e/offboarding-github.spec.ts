import { expect, type Page, test } from "@playwright/test";
import { startGitHub } from "../connectors/github/testing/stand-in";
import { createWorld } from "../connectors/github/testing/world";
import { query } from "./support/database";
import { instance } from "./support/instance";
import { openContext } from "./support/open-context";
import { adminPage } from "./support/pages";
import { enterPassword, insertPerson, type Person } from "./support/people";
import { picture } from "./support/picture";
import { joinAs } from "./support/role-session";
import { proveIfAsked } from "./support/step-up";

type StandIn = Awaited<ReturnType<typeof startGitHub>>;
const sourceName = "Organisation that sheds a key";
let gitHub: StandIn;
let page: Page;
let owner: Person;

const keys = () => gitHub.world.repos.find(({ repo }) => repo.name === "service-0")?.keys ?? [];
const appOf = ({ world, privateKey, url }: StandIn) => ({
  org: "acme",
  baseUrl: url,
  authMode: "app",
  appId: String(world.self.appId),
  installationId: String(world.self.installationId),
  privateKey,
});

async function connect(): Promise<string> {
  const added = await page.request.post("/api/v1/sources", {
    headers: { origin: instance().baseUrl },
    data: { connectorId: "github", name: sourceName, config: appOf(gitHub), syncNow: true },
  });
  expect(added.status(), await added.text()).toBe(201);
  return ((await added.json()) as { sourceId: string }).sourceId;
}

async function deployKey(sourceId: string): Promise<string> {
  const [found] = await query<{ id: string }>(
    "SELECT id FROM identity WHERE source_id = $1::uuid AND external_id = 'deploy-key:100'",
    [sourceId],
  );
  return found?.id ?? "";
}

const inDialog = async (on: Page, button: string, reason?: string): Promise<void> => {
  await on.getByRole("button", { name: button }).click();
  const dialog = on.getByRole("dialog");
  if (reason) await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name: button }).click();
};

test.beforeAll(async ({ browser }) => {
  const world = createWorld({ repos: 2 });
  for (const name of Object.keys(world.appPermissions)) world.appPermissions[name] = "write";
  gitHub = await startGitHub(world);
  owner = await insertPerson("Otto Owner", "owner");
  page = await adminPage(browser);
});
test.afterAll(async () => {
  await page.context().close();
  await gitHub.close();
});

test("a deploy key, which GitHub cannot switch off, is deleted only once its owner agrees on a phone, and is added again", async ({
  browser,
}) => {
  const sourceId = await connect();
  await expect.poll(() => deployKey(sourceId), { timeout: 90_000 }).not.toBe("");
  const identityId = await deployKey(sourceId);
  await query(
    `UPDATE identity SET owner_state = 'confirmed', owner_id = (SELECT id FROM person WHERE email = $1)
     WHERE id = $2::uuid`,
    [owner.email, identityId],
  );
  await page.goto(`/sources/${sourceId}/actions`);
  await page.getByRole("textbox", { name: "App id" }).fill(String(gitHub.world.self.appId));
  await page
    .getByRole("textbox", { name: "Installation id" })
    .fill(String(gitHub.world.self.installationId));
  await page.getByRole("textbox", { name: "Private key" }).fill(gitHub.privateKey);
  await page.getByRole("button", { name: "Keep the write credential" }).click();
  const canAct = page.getByText("Muster can act here");
  await proveIfAsked(page, canAct);
  await expect(canAct).toBeVisible();

  const analyst = await joinAs(browser, "analyst", "Gita Analyst");
  const asker = await analyst.context.newPage();
  await asker.goto(`/offboarding/new?identity=${identityId}`);
  await asker.getByLabel("Reason").fill("The service was moved to a GitHub App");
  await asker.getByRole("button", { name: "Request offboarding" }).click();
  await asker.waitForURL(/\/offboarding\/[0-9a-f-]{36}/);
  await expect(asker.getByText("Can be undone from what Muster keeps")).toBeVisible({
    timeout: 60_000,
  });
  const caseId = new URL(asker.url()).pathname.split("/").at(-1) ?? "";
  await page.goto(`/offboarding/${caseId}`);
  await inDialog(page, "Approve");
  const waiting = page.getByText("Waiting for its owner");
  await proveIfAsked(page, waiting);
  await expect(waiting).toBeVisible({ timeout: 60_000 });
  expect(keys().map(({ id }) => id)).toContain(100);

  const phone = await openContext(browser, {
    baseURL: instance().baseUrl,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    reducedMotion: "reduce",
  });
  const mine = await phone.newPage();
  await enterPassword(mine, owner);
  await mine.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await mine.goto("/mine");
  await mine.getByRole("link", { name: "Confirm its deletion, or say that it stays" }).click();
  await expect(mine.getByText("nothing is deleted until its owner confirms")).toBeVisible();
  await picture(mine, "offboarding-owner-phone");
  await inDialog(mine, "Confirm the deletion");
  const gone = mine.getByText("The provider was read again and does not have it any more.");
  await proveIfAsked(mine, gone);
  await expect(gone).toBeVisible({ timeout: 60_000 });
  expect(keys()).toEqual([]);
  await phone.close();

  await page.reload();
  await inDialog(page, "Give it back", "The nightly build still clones with it");
  const back = page.getByText("It works again as before.");
  await proveIfAsked(page, back);
  await expect(back).toBeVisible({ timeout: 60_000 });
  expect(keys()).toHaveLength(1);
  expect(gitHub.violations).toEqual([]);
  await analyst.context.close();
});
