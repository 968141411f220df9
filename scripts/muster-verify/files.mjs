// The members of a pack against the manifest: which file, which row, which bytes.

const lines = new TextDecoder("utf-8", { fatal: false });
export const isText = (path) => /\.(jsonl|json|csv|txt|chain)$/.test(path);
export const number = (value) => value.toLocaleString("en-GB");

/** The lines of a text, without the line break that ends the last one. */
export function linesOf(bytes) {
  const text = lines.decode(bytes);
  const all = text.split("\n");
  if (all.at(-1) === "") all.pop();
  return all;
}

function lineAt(bytes, offset) {
  let line = 1;
  for (let at = 0; at < offset && at < bytes.length; at += 1) if (bytes[at] === 10) line += 1;
  return line;
}

const span = (from, to, one, many) =>
  from === to ? `${one} ${number(from)}` : `${many} ${number(from)}-${number(to)}`;

/** The blocks of a file that differ, as words: bytes, and lines of a text. */
export async function differingBlocks(bytes, file, blockBytes, sha256) {
  const areas = [];
  for (let n = 0; n * blockBytes < Math.max(bytes.length, file.bytes); n += 1) {
    const from = n * blockBytes;
    const block = bytes.subarray(from, from + blockBytes);
    if ((await sha256(block)) === file.blocks[n]) continue;
    const to = Math.max(from, Math.min(from + blockBytes, Math.max(bytes.length, file.bytes)) - 1);
    const inLines = isText(file.path)
      ? ` (${span(lineAt(bytes, from), lineAt(bytes, to), "line", "lines")})`
      : "";
    areas.push(`${span(from, to, "byte", "bytes")}${inLines}`);
    if (areas.length === 5) break;
  }
  return areas;
}

/** The next link of a row chain. */
export const linkOf = (previous, line, sha256) =>
  sha256(new TextEncoder().encode(`${previous}\n${line}`));

/**
 * The rows of a file against its chain. Each row is judged by the link before it as the chain file
 * has it, so that one changed row does not accuse those that follow.
 */
export async function checkRows(bytes, chainBytes, rows, sha256, onRow = () => undefined) {
  const data = linesOf(bytes);
  const chain = linesOf(chainBytes);
  const wrong = [];
  let wrongCount = 0;
  for (let n = 0; n < Math.max(data.length, rows.count); n += 1) {
    const previous = n === 0 ? rows.start : chain[n - 1];
    const link = n < data.length ? await linkOf(previous ?? "", data[n], sha256) : "";
    onRow(n);
    if (link === chain[n]) continue;
    wrongCount += 1;
    if (wrong.length < 10) wrong.push(n + 1);
  }
  return {
    count: data.length,
    wrong,
    wrongCount,
    head: rows.count === 0 ? rows.start : chain[rows.count - 1],
    data,
    chain,
  };
}

/** What is wrong with the rows, in words; empty when nothing is. */
export function rowWords({ count, wrong, wrongCount, head }, rows) {
  const words = [];
  if (count !== rows.count) words.push(`it has ${number(count)} rows, not ${number(rows.count)}`);
  if (wrong.length > 0) {
    const more = wrongCount > wrong.length ? ` and ${number(wrongCount - wrong.length)} more` : "";
    words.push(`${wrongCount === 1 ? "row" : "rows"} ${wrong.join(", ")}${more} changed`);
  }
  if (head !== rows.head) words.push("the end of its chain is not the one that was signed");
  return words.join("; ");
}
