// Puts verify.html together: one file without any other, from the same modules as the command line.
// `npm run generate` writes it to public/; it is not kept in Git.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";

const folder = import.meta.dirname;
const target = path.join(folder, "../../public/verify.html");
const modules = ["container.mjs", "files.mjs", "audit.mjs", "pack.mjs", "page-script.mjs"];
const read = (name) => readFileSync(path.join(folder, name), "utf8");
const hashOf = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** All modules share one block: each block of its own would hide their names from each other. */
const bundled = (name) =>
  read(name)
    .replaceAll(/^import [^;]*;\n/gm, "")
    .replaceAll(/^export /gm, "");

/** The page and the policy under which a browser runs it, alone or from the server. */
export function verifierPage() {
  const script = `"use strict";\n{\n${modules.map(bundled).join("\n")}}\n`;
  const style = read("page.css");
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  // The hashes cover every character between the tags, so that the template's indentation goes.
  const text = read("page.html")
    .replace("%POLICY%", () => policy)
    .replace(/\s*%STYLE%\s*/, () => style)
    .replace(/\s*%SCRIPT%\s*/, () => script);
  return { text, policy };
}

if (process.argv[1] === path.join(folder, "build-page.mjs")) {
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, verifierPage().text);
}
