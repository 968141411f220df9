import { type Browser, expect, type Page, test } from "@playwright/test";
import { startGitHub } from "../connectors/github/testing/stand-in";
import { canaries, createWorld } from "../connectors/github/testing/world";
import { instance } from "./support/instance";
import { openContext } from "./support/open-context";

/** A GitHub organisation on loopback, held to GitHub's own description, in the real browser. */
type StandIn = Awaited<ReturnType<typeof startGitHub>>;
let gitHub: StandIn;
let page: Page;

/** The stand-in compiles GitHub's description of each call when it is first made. */
const patient = { timeout: 60_000 };

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  gitHub = await startGitHub(createWorld({ repos: 6 }));
  const { adminState, baseUrl } = instance();
  const context = await openContext(browser, { storageState: adminState, baseURL: baseUrl });
  page = await context.newPage();
});
test.afterAll(async () => {
  await page.context().close();
  await gitHub.close();
});
test.beforeEach(() => {
  gitHub.faults.length = 0;
  gitHub.requests.length = 0;
});

async function openForm(name: string): Promise<void> {
  await page.goto("/sources/new?connector=github");
  await page.getByRole("textbox", { name: "Name" }).first().fill(name);
  await page.getByRole("textbox", { name: "Organisation" }).fill("acme");
  await page.getByRole("textbox", { name: "API address" }).fill(gitHub.url);
}

async function signInWithToken(token: string): Promise<void> {
  await page.getByRole("combobox", { name: "Sign in with" }).click();
  await page.getByRole("option", { name: "Personal access token" }).click();
  await page.locator('input[type="password"]').first().fill(token);
}

const sourceId = () => new URL(page.url()).pathname.split("/").at(-1) ?? "";

interface Run {
  state: string;
  waiting: { reason: string; until: string } | null;
}
async function newestRun(): Promise<Run | undefined> {
  const answer = await page.request.get(`/api/v1/sources/${sourceId()}/runs`);
  return ((await answer.json()) as { items: Run[] }).items[0];
}

/** Asks for a sync in the page and waits until it has ended as expected. */
async function syncUntil(state: string): Promise<void> {
  const before = await page.request.get(`/api/v1/sources/${sourceId()}/runs`);
  const known = ((await before.json()) as { items: { id: string }[] }).items.length;
  await page.getByRole("button", { name: "Sync now" }).click();
  const ended = async () => {
    const answer = await page.request.get(`/api/v1/sources/${sourceId()}/runs`);
    const { items } = (await answer.json()) as { items: Run[] };
    return items.length > known ? items[0]?.state : "not asked yet";
  };
  await expect.poll(ended, { timeout: 60_000 }).toBe(state);
  await page.reload();
}

async function named(query: string): Promise<{ id: string; name: string; kind: string }[]> {
  const q = encodeURIComponent(`source:${sourceId()} ${query}`);
  const answer = await page.request.get(`/api/v1/identities?limit=200&q=${q}`);
  return ((await answer.json()) as { items: { id: string; name: string; kind: string }[] }).items;
}

const streamRow = (title: string) =>
  page.getByRole("region", { name: "Streams" }).getByRole("row").filter({ hasText: title });

test("a token is checked before it is kept, and what it may not read is named with what stays unseen", async () => {
  await openForm("GitHub by token");
  await signInWithToken(gitHub.fineGrainedToken);
  await page.getByRole("button", { name: "Check connection" }).click();
  await expect(page.getByText(/The connection works, but \d+ permissions are missing/)).toBeVisible(
    patient,
  );
  await expect(
    page.getByText("organization_hooks: without it webhooks stays unseen"),
  ).toBeVisible();

  await page.locator('input[type="password"]').first().fill("not a token of anybody");
  await page.getByRole("button", { name: "Check connection" }).click();
  await expect(page.getByText("The connection does not work")).toBeVisible(patient);
  await expect(page.getByText(/does not accept the credential/)).toBeVisible();
  expect(gitHub.violations).toEqual([]);
});

test("an App is connected with its key, waits visibly for GitHub's limit and lists the organisation", async () => {
  let refusals = 1;
  gitHub.faults.push(({ path }) =>
    path === "/orgs/acme/hooks" && refusals-- > 0
      ? {
          status: 403,
          headers: { "retry-after": "9" },
          body: { message: "You have exceeded a secondary rate limit" },
        }
      : undefined,
  );
  await openForm("GitHub acme");
  await page.getByRole("textbox", { name: "App id" }).fill(String(gitHub.world.self.appId));
  await page
    .getByRole("textbox", { name: "Installation id" })
    .fill(String(gitHub.world.self.installationId));
  await page.getByRole("textbox", { name: "Private key" }).fill(gitHub.privateKey);
  await page.getByRole("button", { name: "Check connection" }).click();
  await expect(page.getByText("The connection works and can read everything")).toBeVisible(patient);
  await page.getByRole("button", { name: "Connect and sync" }).click();
  await page.waitForURL(/\/sources\/[0-9a-f-]{36}/);
  await expect(page.getByRole("region", { name: "Sync under way" })).toBeVisible();
  await expect(
    page.getByText(/Waiting for GitHub until \d{4}-\d\d-\d\d \d\d:\d\d UTC/),
  ).toBeVisible({
    timeout: 60_000,
  });
  await expect.poll(async () => (await newestRun())?.state, { timeout: 90_000 }).toBe("succeeded");
  await page.reload();
  await expect(streamRow("Deploy keys of repositories")).toContainText("Complete");
  await expect(streamRow("OAuth apps seen in the audit log")).toContainText(
    "GitHub has no list of OAuth apps",
  );
  expect(gitHub.violations).toEqual([]);

  const kinds = new Set((await named("")).map(({ kind }) => kind));
  const expected = [
    "ai_agent",
    "app_installation",
    "bot_user",
    "deploy_key",
    "federation_provider",
    "oauth_app",
    "personal_access_token",
    "runner",
    "stored_secret",
    "webhook",
  ];
  expect([...kinds]).toEqual(expect.arrayContaining(expected));
  const content = await page.content();
  for (const secret of [...Object.values(canaries), "BEGIN PRIVATE KEY"]) {
    expect(content).not.toContain(secret);
  }
});

test("a deploy key shows who probably owns it, with the evidence, and its findings", async () => {
  const key = (await named("kind:deploy_key")).find(({ name }) => name === "Deploy 100");
  const source = page.url();
  await page.goto(`/identities/${key?.id}`);
  await expect(page.getByRole("heading", { name: "Deploy 100" }).first()).toBeVisible();
  await expect(page.getByText("acme/platform").first()).toBeVisible();
  const there = page.getByRole("link", { name: "Open at the provider" });
  await expect(there).toHaveAttribute("href", /^https?:\/\/.*\/settings\/keys$/);
  await expect(there).toHaveAttribute("rel", "noreferrer noopener");
  await expect(page.getByText(/Added the key to acme\/service-0/).first()).toBeVisible();
  await page.goto(source);
});

test("the second sync of a token asks with validators and pays for refusals only", async () => {
  await openForm("GitHub by classic token");
  await signInWithToken(gitHub.token);
  await page.getByRole("button", { name: "Connect and sync" }).click();
  await page.waitForURL(/\/sources\/[0-9a-f-]{36}/);
  await expect.poll(async () => (await newestRun())?.state, { timeout: 90_000 }).toBe("succeeded");
  await page.reload();
  await expect(streamRow("Fine-grained personal access tokens with access")).toContainText(
    "Only GitHub Apps",
  );
  gitHub.requests.length = 0;
  await syncUntil("succeeded");
  const counted = gitHub.requests.filter(({ status }) => status === 200);
  // GraphQL knows no validators: one question for the linked identities is asked anew.
  expect(counted.map(({ path }) => path)).toEqual(["/api/graphql"]);
  expect(gitHub.requests.filter(({ status }) => status === 304).length).toBeGreaterThan(50);
});

test("a permission that was taken away leaves its stream uncovered and its rows in place", async () => {
  const before = (await named("kind:webhook")).length;
  expect(before).toBeGreaterThan(0);
  gitHub.faults.push(({ path }) =>
    path.includes("/hooks")
      ? {
          status: 403,
          headers: { "x-accepted-github-permissions": "repository_hooks=read" },
          body: { message: "Resource not accessible by personal access token" },
        }
      : undefined,
  );
  await syncUntil("succeeded");
  await expect(streamRow("Webhooks of the organisation")).toContainText(
    "not accessible by personal access token",
  );
  expect(await named("kind:webhook")).toHaveLength(before);
});

test("pages of HTML end their stream with a sentence; the others are read and nothing is lost", async () => {
  const before = (await named("")).length;
  gitHub.faults.push(({ path }) =>
    path === "/repos/acme/service-1/keys"
      ? { status: 200, headers: { "content-type": "text/html" }, body: "<!doctype html>" }
      : undefined,
  );
  await syncUntil("partial");
  await expect(page.getByText("The last sync failed at Deploy keys of repositories")).toBeVisible();
  await expect(page.getByText(/Everything that was read before is kept/).first()).toBeVisible();
  await expect(page.getByText(/is not what the provider documents/).first()).toBeVisible();
  expect(await named("")).toHaveLength(before);
});

test("a list that gives the same page for ever is ended and says so", async () => {
  const link = `<${gitHub.url}/api/v3/orgs/acme/outside_collaborators?page=2>; rel="next"`;
  gitHub.faults.push(({ path }) =>
    path === "/orgs/acme/outside_collaborators"
      ? { status: 200, headers: { link }, body: gitHub.world.outside }
      : undefined,
  );
  await syncUntil("partial");
  await expect(
    page.getByText(
      "The last sync failed at Members and collaborators that look like machine users",
    ),
  ).toBeVisible();
  await expect(page.getByText(/gave the same page again/).first()).toBeVisible();
  const asked = gitHub.requests.filter(({ path }) => path.includes("outside_collaborators"));
  expect(asked.length).toBeLessThan(5);
});

test("a revoked token stops the source, keeps everything and says what to do", async () => {
  const before = (await named("")).length;
  gitHub.faults.push(() => ({ status: 401, body: { message: "Bad credentials" } }));
  await syncUntil("failed");
  await expect(page.getByText("The last sync failed").first()).toBeVisible();
  await expect(page.getByText(/does not accept the credential/).first()).toBeVisible();
  await expect(page.getByText(/Give the source a working credential/).first()).toBeVisible();
  expect(await named("")).toHaveLength(before);

  gitHub.faults.length = 0;
  await syncUntil("succeeded");
  await expect(page.getByText("The last sync failed")).toHaveCount(0);
});
