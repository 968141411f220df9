// `npx tsx scripts/screenshots.ts` after `npm run build`: starts Muster on an empty data folder, loads
// the sample organisation and draws docs/screenshots/*.png anew. Run by hand when screens change.
import { statSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import startInstance from "@/e2e/support/global-setup";
import { administrator, instance } from "@/e2e/support/instance";

const folder = path.resolve(import.meta.dirname, "../docs/screenshots");
const mostBytes = 300_000;

async function setUp(page: Page): Promise<void> {
  const { setupUrl, baseUrl, adminState } = instance();
  await page.goto(setupUrl);
  await page.getByLabel("Name").fill(administrator.name);
  await page.getByLabel("E-mail address").fill(administrator.email);
  await page.getByLabel("Password", { exact: true }).fill(administrator.password);
  await page.getByRole("button", { name: "Create administrator" }).click();
  await page.waitForURL(`${baseUrl}/`);
  await page.goto(`${baseUrl}/sources`);
  await page.getByRole("button", { name: "Explore a sample organisation" }).first().click();
  // The days before today are written last, after scoring.
  for (let tries = 0; tries < 240; tries++) {
    const answer = await page.request.get(`${baseUrl}/api/v1/overview`);
    if (((await answer.json()) as { days: unknown[] }).days.length > 20) break;
    await page.waitForTimeout(500);
  }
  await page.context().storageState({ path: adminState });
}

async function riskiest(page: Page): Promise<string> {
  const answer = await page.request.get("/api/v1/identities?q=band:critical%20class:ai&limit=1");
  const { items } = (await answer.json()) as { items: { id: string }[] };
  return `/identities/${items[0]?.id ?? ""}`;
}

interface Shot {
  name: string;
  at: string;
  width: number;
  height: number;
}

async function draw(browser: Browser, { name, at, width, height }: Shot): Promise<void> {
  const { adminState, baseUrl } = instance();
  const context = await browser.newContext({
    storageState: adminState,
    baseURL: baseUrl,
    colorScheme: "light",
    reducedMotion: "reduce",
    viewport: { width, height },
  });
  const page = await context.newPage();
  await page.goto(at);
  await page.locator("h1").first().waitFor();
  await page.waitForTimeout(2_000);
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  await context.close();
  const bytes = statSync(file).size;
  process.stdout.write(`${name}.png ${Math.round(bytes / 1_000)} kB\n`);
  if (bytes > mostBytes) throw new Error(`${name}.png is larger than ${mostBytes} bytes`);
}

const stop = await startInstance();
const browser = await chromium.launch({
  executablePath: process.env.MUSTER_CHROMIUM ?? "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  const page = await browser.newPage({ baseURL: instance().baseUrl });
  await setUp(page);
  const identity = await riskiest(page);
  const wide = { width: 1440, height: 900 };
  const shots: Shot[] = [
    { name: "overview", at: "/", width: 1440, height: 1180 },
    { name: "identities", at: "/identities", ...wide },
    { name: "identity", at: identity, width: 1440, height: 1100 },
    { name: "findings", at: "/findings", ...wide },
    { name: "sources", at: "/sources", width: 1440, height: 480 },
    { name: "connect", at: "/sources/new?connector=aws", ...wide },
    { name: "audit-log", at: "/audit-log", width: 1440, height: 560 },
    { name: "identity-phone", at: identity, width: 390, height: 844 },
  ];
  for (const shot of shots) await draw(browser, shot);
} finally {
  await browser.close();
  await stop();
}
