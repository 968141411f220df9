import { DomainError } from "../errors";

/** One word of a query: free text (`key` null) or a condition with its comma-separated values. */
export interface Word {
  key: string | null;
  values: string[];
}

const isSpace = (character: string): boolean => /\s/u.test(character);
const keyPattern = /^[A-Za-z][A-Za-z-]*$/;

/** Splits at spaces outside quotes. `\"` and `\\` stand for themselves inside quotes. */
export function splitWords(query: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < query.length) {
    if (isSpace(query[at] ?? "")) {
      at++;
      continue;
    }
    const keyEnd = keyAt(query, at);
    if (keyEnd === null) {
      const read = readValue(query, at, false);
      words.push({ key: null, values: [read.value] });
      at = read.end;
      continue;
    }
    const list = readList(query, keyEnd + 1);
    words.push({ key: query.slice(at, keyEnd), values: list.values });
    at = list.end;
  }
  return words;
}

/** Where the colon of `key:` is, or null when the word is free text. */
function keyAt(query: string, start: number): number | null {
  let end = start;
  while (end < query.length && /[A-Za-z-]/.test(query[end] ?? "")) end++;
  return query[end] === ":" && keyPattern.test(query.slice(start, end)) ? end : null;
}

function readList(query: string, start: number): { values: string[]; end: number } {
  const values: string[] = [];
  let at = start;
  for (;;) {
    const read = readValue(query, at, true);
    if (read.value !== "") values.push(read.value);
    at = read.end;
    if (query[at] !== ",") return { values, end: at };
    at++;
  }
}

function readValue(query: string, start: number, inList: boolean): { value: string; end: number } {
  if (query[start] === '"') return readQuoted(query, start);
  const stops = (character: string): boolean => isSpace(character) || (inList && character === ",");
  let end = start;
  while (end < query.length && !stops(query[end] ?? "")) end++;
  return { value: query.slice(start, end), end };
}

function readQuoted(query: string, start: number): { value: string; end: number } {
  let value = "";
  for (let at = start + 1; at < query.length; at++) {
    const character = query[at] ?? "";
    if (character === '"') return { value, end: at + 1 };
    if (character === "\\" && (query[at + 1] === '"' || query[at + 1] === "\\")) {
      at++;
      value += query[at] ?? "";
    } else value += character;
  }
  throw new DomainError(
    "invalid_input",
    `The quote before "${query.slice(start + 1, start + 31)}" is never closed. Add a " at its end.`,
  );
}

/** Quotes a value that the splitter would otherwise cut or take for a condition. */
export function quoteWhereNeeded(value: string): string {
  if (value !== "" && !/[\s,:"\\]/u.test(value)) return value;
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
