import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";
import { run } from "./prepare.mjs";

/** Debian's, best first: the one without the parts of a desktop takes a third less time. */
const debian = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];
/** The headless one needs the data files of `chromium-common`, but does not say so. */
const packages = [["chromium-headless-shell", "chromium-common"], ["chromium"]];

function opensPages(file) {
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"];
  args.push("--disable-background-networking", "--dump-dom", "about:blank");
  try {
    return execFileSync(file, args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 60_000,
    }).includes("<html");
  } catch {
    return false;
  }
}

const installedOne = () => debian.find((file) => existsSync(file) && opensPages(file)) ?? null;

async function installDebians() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args) => run("apt-get", args, { todo: "", env }).catch(() => undefined);
  await apt("update", "-qq");
  for (const names of packages) {
    await apt("install", "-y", "-qq", "--no-install-recommends", ...names);
    const file = installedOne();
    if (file) return file;
  }
  return null;
}

async function playwrightsOwn() {
  const { chromium } = await import("@playwright/test");
  const file = chromium.executablePath();
  return existsSync(file) ? file : null;
}

function hasApt() {
  try {
    execFileSync("apt-get", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A Chromium to test with: named, Playwright's, the system's, else installed by whichever way answers. */
export async function findOrInstallChromium(say) {
  const named = process.env.MUSTER_CHROMIUM;
  if (named) {
    if (!existsSync(named))
      throw new Error(`MUSTER_CHROMIUM names ${named}, which does not exist.`);
    return named;
  }
  const found = (await playwrightsOwn()) ?? installedOne();
  if (found) {
    say(`Browser: ${found}`);
    return found;
  }
  if (hasApt() && process.getuid?.() === 0) {
    say("Installing Debian's Chromium…");
    const file = await installDebians();
    if (file) return file;
  }
  say("Installing Playwright's Chromium…");
  await run("npx", ["playwright", "install", "--with-deps", "chromium"], {
    todo: "Install a Chromium yourself and set MUSTER_CHROMIUM to its path.",
  });
  const own = await playwrightsOwn();
  if (!own)
    throw new Error("No Chromium could be found. Install one and set MUSTER_CHROMIUM to its path.");
  return own;
}
