import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { chooseNode } from "./choose-node.mjs";

const root = mkdtempSync(path.join(os.tmpdir(), "muster-node-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const running = (version: string) => ({ version, file: "/usr/bin/node" });

it.each(["20.19.0", "21.7.3", "22.12.0"])(
  "Node %s without the pinned one is told what is missing and what to do",
  (version) => {
    const choose = () => chooseNode(root, running(version));
    expect(choose).toThrow(`Node ${version} is too old`);
    expect(choose).toThrow("node_modules/node/bin/node");
    expect(choose).toThrow("npm rebuild node");
  },
);

it.each(["22.13.0", "24.1.0", "26.0.0"])("Node %s does without the pinned one", (version) => {
  expect(chooseNode(root, running(version))).toBe("/usr/bin/node");
});

it("the pinned one comes first, whatever runs", () => {
  const pinned = path.join(root, "node_modules/node/bin/node");
  mkdirSync(path.dirname(pinned), { recursive: true });
  writeFileSync(pinned, "");
  for (const version of ["20.19.0", "26.0.0"]) {
    expect(chooseNode(root, running(version))).toBe(pinned);
  }
});
