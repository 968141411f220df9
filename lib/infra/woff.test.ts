import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { unpackWoff } from "./woff";

const file = "@fontsource/inter/files/inter-latin-400-normal.woff";
const woff = readFileSync(createRequire(import.meta.url).resolve(file));

it("unpacks a WOFF font to exactly the tables that it says it holds, each with its checksum", () => {
  const font = unpackWoff(woff);
  const count = font.readUInt16BE(4);
  expect(count).toBe(woff.readUInt16BE(12));
  expect(font.length).toBe(woff.readUInt32BE(16));
  for (let n = 0; n < count; n += 1) {
    const at = 12 + n * 16;
    // The checksum of `head` was taken before its own adjustment was written into it.
    if (font.toString("latin1", at, at + 4) === "head") continue;
    const offset = font.readUInt32BE(at + 8);
    const words = Math.ceil(font.readUInt32BE(at + 12) / 4);
    let sum = 0;
    for (let word = 0; word < words; word += 1)
      sum = (sum + font.readUInt32BE(offset + word * 4)) >>> 0;
    expect(sum).toBe(font.readUInt32BE(at + 4));
  }
});

it("refuses what is no such font", () => {
  expect(() => unpackWoff(Buffer.from("wOF2 and more"))).toThrow("not a WOFF 1 font");
});
