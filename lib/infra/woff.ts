import { inflateSync } from "node:zlib";

const headBytes = 12;
const entryBytes = 16;
const padded = (length: number): number => (length + 3) & ~3;

/**
 * A WOFF 1 font unpacked to the OpenType font inside, which readers of fonts take apart without
 * unpacking each table again for every document.
 */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString("latin1", 0, 4) !== "wOFF") throw new Error("this is not a WOFF 1 font");
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, n) => {
    const at = 44 + n * 20;
    const offset = woff.readUInt32BE(at + 4);
    const packed = woff.subarray(offset, offset + woff.readUInt32BE(at + 8));
    const length = woff.readUInt32BE(at + 12);
    const content = packed.length < length ? inflateSync(packed) : packed;
    return { tag: woff.subarray(at, at + 4), sum: woff.readUInt32BE(at + 16), content };
  });
  const start = headBytes + count * entryBytes;
  const font = Buffer.alloc(
    tables.reduce((sum, { content }) => sum + padded(content.length), start),
  );
  const power = Math.floor(Math.log2(count));
  woff.copy(font, 0, 4, 8);
  for (const [n, value] of [count, 2 ** power * 16, power, (count - 2 ** power) * 16].entries())
    font.writeUInt16BE(value, 4 + n * 2);
  let offset = start;
  for (const [n, { tag, sum, content }] of tables.entries()) {
    const at = headBytes + n * entryBytes;
    tag.copy(font, at);
    font.writeUInt32BE(sum, at + 4);
    font.writeUInt32BE(offset, at + 8);
    font.writeUInt32BE(content.length, at + 12);
    content.copy(font, offset);
    offset += padded(content.length);
  }
  return font;
}
