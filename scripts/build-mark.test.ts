import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildOnce, builtFolders, isBuilt, sourcesOf, unbuilt } from "./build-mark.mjs";

let root = "";
let builds = 0;

function write(file: string, text: string): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

/** Leaves what a real build leaves, also among the sources. */
async function build(): Promise<void> {
  builds += 1;
  write(".next/BUILD_ID", String(builds));
  write(".next/server/app.js", String(builds));
  write("prisma/generated/client.ts", `export const made = ${builds};`);
  write("public/verify.html", `<p>${builds}</p>`);
  write("next-env.d.ts", `// ${builds}`);
  write("tsconfig.tsbuildinfo", String(builds));
}

const sources = [
  "app/page.tsx",
  "components/badge.tsx",
  "connectors/github/index.ts",
  "connectors/github/generated/types.ts",
  "lib/infra/env.ts",
  "prisma/schema.prisma",
  "prisma/migrations/0001_first/migration.sql",
  "public/icon.svg",
  "public/guide.md",
  "scripts/muster-verify/page.html",
  "scripts/muster-verify/pack.mjs",
  "instrumentation.ts",
  "proxy.ts",
  "next.config.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
const others = [
  "docs/architecture.md",
  "e2e/sources.spec.ts",
  "bench/run.ts",
  "README.md",
  "connectors/github/README.md",
  "lib/infra/env.test.ts",
  "app/badge.test.tsx",
  "playwright.config.ts",
  ".muster/keys.json",
  "today.backup",
  "source.json",
];

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "muster-built-"));
  builds = 0;
  for (const file of [...sources, ...others]) write(file, "before");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("the build of an installation without Git", () => {
  it("is made once: a second run finds it, whatever the first wrote among the sources", async () => {
    expect(isBuilt(root)).toBe(false);
    await buildOnce(root, build);
    expect(isBuilt(root)).toBe(true);
    await buildOnce(root, build);
    expect(builds).toBe(1);
  });

  it.each(sources)("is made again when %s has changed", async (file) => {
    await buildOnce(root, build);
    write(file, "after");
    expect(isBuilt(root)).toBe(false);
    await buildOnce(root, build);
    expect(builds).toBe(2);
    expect(isBuilt(root)).toBe(true);
  });

  it("is made again when a source has come, gone or another name", async () => {
    await buildOnce(root, build);
    write("instrumentation-client.ts", "before");
    expect(isBuilt(root)).toBe(false);
    rmSync(path.join(root, "instrumentation-client.ts"));
    expect(isBuilt(root)).toBe(true);
    rmSync(path.join(root, "proxy.ts"));
    expect(isBuilt(root)).toBe(false);
    write("prox.ts", "before");
    expect(isBuilt(root)).toBe(false);
  });

  it.each(others)("is kept when only %s has changed", async (file) => {
    await buildOnce(root, build);
    write(file, "after");
    expect(isBuilt(root)).toBe(true);
  });

  it.each([
    ".next",
    ".next/BUILD_ID",
    ".next/muster-build",
    "prisma/generated",
    "public/verify.html",
  ])("is made again when %s is missing", async (part) => {
    await buildOnce(root, build);
    rmSync(path.join(root, part), { recursive: true });
    expect(isBuilt(root)).toBe(false);
    await buildOnce(root, build);
    expect(isBuilt(root)).toBe(true);
  });

  it("does not count as made when it failed, nor for what changed while it ran", async () => {
    const broken = async (): Promise<void> => {
      await build();
      throw new Error("no space left");
    };
    await expect(buildOnce(root, broken)).rejects.toThrow("no space left");
    expect(isBuilt(root)).toBe(false);
    await buildOnce(root, async () => {
      await build();
      write("app/page.tsx", "changed meanwhile");
    });
    expect(isBuilt(root)).toBe(false);
  });
});

describe("Muster's own sources", () => {
  const written = new Set(["node_modules", "coverage", "test-results", "playwright-report"]);

  it("leave no folder and no file at the top unnamed", () => {
    const tracked = existsSync(".git")
      ? execFileSync("git", ["ls-files"], { encoding: "utf8" }).split("\n")
      : readdirSync(".").filter((name) => !written.has(name));
    const hashed = sourcesOf(".");
    const unnamed = [...new Set(tracked.map((file) => file.split("/")[0] ?? ""))].filter(
      (name) =>
        name !== "" &&
        !name.startsWith(".") &&
        !name.endsWith(".md") &&
        !name.endsWith(".tsbuildinfo") &&
        name !== "next-env.d.ts" &&
        ![...builtFolders, ...unbuilt, ...hashed].includes(name),
    );
    expect(unnamed).toEqual([]);
  });

  it("hold what the server starts with and what the verifier's page is made of", () => {
    expect(sourcesOf(".")).toEqual(
      expect.arrayContaining([
        "instrumentation.ts",
        "proxy.ts",
        "next.config.ts",
        "scripts/muster-verify/page.html",
        "scripts/muster-verify/pack.mjs",
      ]),
    );
  });
});
