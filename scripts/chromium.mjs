import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";
import { run } from "./prepare.mjs";

/** Debian's, best first: the one without the parts of a desktop takes a third less time. */
const debian = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];
const installedOne = () => debian.find((file) => existsSync(file)) ?? null;

const aptInstall = (name) =>
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], {
    todo: "",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  }).then(
    () => true,
    () => false,
  );

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
    await run("apt-get", ["update", "-qq"], { todo: "" }).catch(() => undefined);
    const isThere = (await aptInstall("chromium-headless-shell")) || (await aptInstall("chromium"));
    const file = isThere ? installedOne() : null;
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
