import { defineConfig } from "@playwright/test";

const executablePath = process.env.MUSTER_CHROMIUM ?? "/usr/bin/chromium";
const asRoot = process.getuid?.() === 0;

const longest = ["start-stop.spec.ts", "pages.spec.ts", "notifications.spec.ts"];

/** Browser tests against one production build, one launcher, one database. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/support/global-setup.ts",
  // For a machine that does much else; whatever waits, waits for a condition and goes on at once.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  retries: 0,
  // More than two cores can serve at once: many tests wait for jobs, mails and second servers.
  workers: 3,
  fullyParallel: false,
  forbidOnly: true,
  reporter: "list",
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    trace: "off",
    launchOptions: {
      executablePath,
      args: [
        ...(asRoot ? ["--no-sandbox"] : []),
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    // The look for leaked secrets comes last, after every other test has run.
    { name: "setup", testMatch: "setup.spec.ts", teardown: "secrets" },
    { name: "secrets", testMatch: "security/leaked-secrets.teardown.ts" },
    // Begun last, these would run on alone at the end.
    { name: "longest", testMatch: longest, dependencies: ["setup"] },
    {
      name: "pages",
      testIgnore: ["setup.spec.ts", "e2e/security/**", ...longest],
      dependencies: ["setup"],
    },
    { name: "actors", testMatch: "security/people.setup.ts", dependencies: ["setup"] },
    { name: "security", testMatch: "security/*.spec.ts", dependencies: ["actors"] },
  ],
});
