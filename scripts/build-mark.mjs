// Which build belongs to which sources, so that nobody is served an old one or waits for one twice.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Folders whose content reaches the build. A test holds both lists against what is tracked. */
export const builtFolders = [
  "app",
  "components",
  "connectors",
  "lib",
  "prisma",
  "public",
  // It makes verify.html and the build itself.
  "scripts",
];
/** Folders and files beside them that cannot change what is built. */
export const unbuilt = [
  "bench",
  "docs",
  "e2e",
  "Dockerfile",
  "LICENSE",
  "compose.yaml",
  "knip.json",
  "playwright.config.ts",
  "vitest.config.ts",
];
/** What a build writes among the sources: it follows from the rest, and must not ask for a second one. */
const generated = new Set(["prisma/generated", "public/verify.html", "next-env.d.ts"]);

const isTest = (name) => /\.test\.tsx?$/.test(name);
const isNote = (file) => file.endsWith(".md") && !file.startsWith("public/");

/** Beside the folders only code and these: an operator may keep exports and backups here. */
const settings = new Set(["package.json", "package-lock.json", "tsconfig.json"]);
const isSource = (name) => settings.has(name) || /\.[cm]?[jt]sx?$/.test(name);

function* filesBelow(root, folder) {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = `${folder}/${entry.name}`;
    if (generated.has(file) || entry.name === "node_modules") continue;
    if (entry.isDirectory()) yield* filesBelow(root, file);
    else if (!isTest(entry.name) && !isNote(file)) yield file;
  }
}

/** Every file that a build is made from, below `root`. */
export function sourcesOf(root) {
  const single = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && isSource(entry.name))
    .map((entry) => entry.name)
    .filter((name) => !unbuilt.includes(name) && !generated.has(name) && !isTest(name));
  const folders = builtFolders.filter((folder) => existsSync(path.join(root, folder)));
  return [...folders.flatMap((folder) => [...filesBelow(root, folder)]), ...single].sort((a, b) =>
    a < b ? -1 : 1,
  );
}

/** One value for the names and the content of these files. */
export function hashOf(root, files) {
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(file).update("\0");
    hash.update(readFileSync(path.join(root, file))).update("\0");
  }
  return hash.digest("hex");
}

const sourceHash = (root) => hashOf(root, sourcesOf(root));
const mark = ".next/muster-build";
const parts = [mark, ".next/BUILD_ID", "prisma/generated/client.ts", "public/verify.html"];

/** Whether the build on disk is whole and belongs to these very sources. */
export function isBuilt(root = ".") {
  if (!parts.every((file) => existsSync(path.join(root, file)))) return false;
  return readFileSync(path.join(root, mark), "utf8").trim() === sourceHash(root);
}

/** Runs `build` and notes what it was made from, unless that is done. */
export async function buildOnce(root, build) {
  if (isBuilt(root)) return;
  // As they were when the build began: a change meanwhile asks for another.
  const wanted = sourceHash(root);
  await build();
  mkdirSync(path.join(root, ".next"), { recursive: true });
  writeFileSync(path.join(root, mark), `${wanted}\n`);
}
