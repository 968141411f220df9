// The identities page in a real browser, on the production build with the sample organisation: what
// a first load transfers, and how long until the list answers a key.
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { freePort } from "@/lib/infra/embedded-postgres";
import { type Figure, percentile, report } from "./figures";

const loads = Number(process.env.MUSTER_BENCH_ROUNDS ?? 5);
const state = path.join(os.tmpdir(), `muster-bench-${process.pid}-state.json`);

interface Instance {
  baseUrl: string;
  setupUrl: string;
  stop: () => Promise<void>;
}

async function launch(): Promise<Instance> {
  if (!existsSync(".next/BUILD_ID")) throw new Error("There is no build. Run: npm run build");
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "muster-bench-"));
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const env = { MUSTER_DATA_DIR: dataDir, MUSTER_BASE_URL: baseUrl, DATABASE_URL: "" };
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--conditions=react-server", "scripts/launch.ts"],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...env, MUSTER_LOG_LEVEL: "warn", PORT: String(port) },
    },
  );
  const setupUrl = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const link = /one-time link\): (\S+)/.exec(output)?.[1];
      if (link) resolve(link);
    });
    child.once("exit", () => reject(new Error(`Muster did not start:\n${output}`)));
  });
  const stop = async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { baseUrl, setupUrl, stop };
}

/** The first administrator and the sample organisation, as a person makes them. */
async function prepare(browser: Browser, { baseUrl, setupUrl }: Instance): Promise<void> {
  const context = await browser.newContext({ baseURL: baseUrl });
  const page = await context.newPage();
  await page.goto(setupUrl);
  await page.getByLabel("Name").fill("Ada Admin");
  await page.getByLabel("E-mail address").fill("ada@muster.example");
  await page.getByLabel("Password", { exact: true }).fill("correct-horse-battery-42");
  await page.getByRole("button", { name: "Create administrator" }).click();
  await page.waitForURL(`${baseUrl}/`);
  await context.storageState({ path: state });
  await page.request.post("/api/v1/sources/sample", { headers: { origin: baseUrl }, data: {} });
  for (let turn = 0; turn < 180; turn++) {
    const answer = await page.request.get("/api/v1/identities?q=risk:>1&limit=200");
    if (((await answer.json()) as { items: unknown[] }).items.length === 200) break;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  await context.close();
}

interface Load {
  /** Bytes of scripts on the wire, by address. */
  scripts: Map<string, number>;
  interactiveMs: number;
}

/** Presses J until a row answers, and notes when it did, in milliseconds since the navigation began. */
function pressUntilHeard(): void {
  const scope = window as unknown as { heardAt?: number };
  const timer = setInterval(() => {
    if (document.querySelector("[data-active]")) {
      scope.heardAt = performance.now();
      clearInterval(timer);
    } else if (document.querySelector('[data-row="0"]')) {
      window.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
    }
  }, 10);
}

async function withColdPage<Result>(
  browser: Browser,
  baseUrl: string,
  work: (page: Page, context: BrowserContext) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ baseURL: baseUrl, storageState: state });
  const page = await context.newPage();
  try {
    return await work(page, context);
  } finally {
    await context.close();
  }
}

const loadList = (browser: Browser, baseUrl: string): Promise<Load> =>
  withColdPage(browser, baseUrl, async (page, context) => {
    const wire = await context.newCDPSession(page);
    await wire.send("Network.enable");
    const address = new Map<string, string>();
    const scripts = new Map<string, number>();
    wire.on("Network.responseReceived", ({ requestId, type, response }) => {
      if (type === "Script") address.set(requestId, new URL(response.url).pathname);
    });
    wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const script = address.get(requestId);
      if (script) scripts.set(script, encodedDataLength);
    });
    await page.addInitScript(pressUntilHeard);
    await page.goto("/identities");
    const heard = await page.waitForFunction(
      () => (window as unknown as { heardAt?: number }).heardAt,
    );
    const interactiveMs = Number(await heard.jsonValue());
    await page.waitForLoadState("networkidle");
    return { scripts, interactiveMs };
  });

/** The same shell around a page that holds next to nothing, until the browser has loaded it. */
const loadShell = (browser: Browser, baseUrl: string): Promise<number> =>
  withColdPage(browser, baseUrl, async (page) => {
    await page.goto("/settings/tokens", { waitUntil: "load" });
    return page.evaluate(() => {
      const [navigation] = performance.getEntriesByType("navigation");
      return (navigation as PerformanceNavigationTiming).loadEventStart;
    });
  });

/** What React and Next themselves weigh in this build: no page can transfer less. */
function runtimeBytes(scripts: ReadonlyMap<string, number>): number {
  const manifest = JSON.parse(readFileSync(".next/build-manifest.json", "utf8")) as {
    rootMainFiles: string[];
  };
  return manifest.rootMainFiles.reduce(
    (sum, file) => sum + (scripts.get(`/_next/${file}`) ?? 0),
    0,
  );
}

const instance = await launch();
const browser = await chromium.launch({
  executablePath: process.env.MUSTER_CHROMIUM ?? "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  await prepare(browser, instance);
  await loadList(browser, instance.baseUrl);
  const lists: Load[] = [];
  const shells: number[] = [];
  for (let turn = 0; turn < loads; turn++) {
    lists.push(await loadList(browser, instance.baseUrl));
    shells.push(await loadShell(browser, instance.baseUrl));
  }
  const [first] = lists;
  const scripts = first?.scripts ?? new Map<string, number>();
  const bytes = [...scripts.values()].reduce((sum, one) => sum + one, 0);
  const figures: Figure[] = [
    {
      name: `first-load JavaScript of the identities page, ${scripts.size} files`,
      value: bytes / 1_000,
      unit: "kB",
      limit: runtimeBytes(scripts) / 1_000,
      atMost: 250,
    },
    {
      name: `list interactive, median of ${loads} cold loads`,
      value: percentile(
        lists.map((one) => one.interactiveMs),
        50,
      ),
      unit: "ms",
      limit: percentile(shells, 50),
      atMost: 1_500,
    },
  ];
  if (!report("browser", figures)) process.exitCode = 1;
} finally {
  await browser.close();
  await instance.stop();
  rmSync(state, { force: true });
}
