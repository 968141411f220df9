import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import PDFDocument from "pdfkit";
import { unpackWoff } from "./woff";

export interface Report {
  title: string;
  subtitle: string;
  facts: readonly (readonly [name: string, value: string])[];
  tables: readonly {
    heading: string;
    columns: readonly string[];
    rows: readonly (readonly string[])[];
    total?: number;
  }[];
  closing: string;
}

type Document = PDFKit.PDFDocument;

const require = createRequire(import.meta.url);
const fontNames = ["latin-400", "latin-600", "latin-ext-400", "cyrillic-400", "greek-400"] as const;
const plainFonts = fontNames.filter((name) => name !== "latin-600");

/** Inter in WOFF 1: of WOFF 2 the PDF library cannot make the subset that is embedded. */
let fonts: Promise<Buffer[]> | undefined;
const loadFonts = (): Promise<Buffer[]> =>
  (fonts ??= Promise.all(
    fontNames.map(async (name) => {
      const file = `@fontsource/inter/files/inter-${name}-normal.woff`;
      return unpackWoff(await readFile(/*turbopackIgnore: true*/ require.resolve(file)));
    }),
  ));

interface Glyphs {
  hasGlyphForCodePoint(code: number): boolean;
}

function fontFor(document: Document, code: number): string | null {
  if (code < 0x7f) return "latin-400";
  for (const name of plainFonts) {
    document.font(name);
    const { font } = (document as unknown as { _font: { font: Glyphs } })._font;
    if (font.hasGlyphForCodePoint(code)) return name;
  }
  return null;
}

/** The text in runs of one font; a character that none can draw is told by its code point. */
function runsOf(document: Document, text: string): { font: string; text: string }[] {
  const runs: { font: string; text: string }[] = [];
  for (const char of text.replaceAll(/\p{Cc}+/gu, " ")) {
    const code = char.codePointAt(0) ?? 0;
    const found = fontFor(document, code);
    const font = found ?? "latin-400";
    const drawn = found ? char : `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
    const last = runs.at(-1);
    if (last?.font === font) last.text += drawn;
    else runs.push({ font, text: drawn });
  }
  return runs;
}

function write(document: Document, text: string, options: PDFKit.Mixins.TextOptions = {}): void {
  const runs = runsOf(document, text || "None");
  for (const [n, run] of runs.entries()) {
    const continued = n < runs.length - 1;
    document.font(run.font).text(run.text, { ...options, continued });
  }
}

const quiet = "#555a66";
const gap = 8;

/** Lines that a cell takes at most: Inter's characters are on average half as wide as high. */
const linesOf = (text: string, width: number, size: number): number =>
  Math.ceil(Math.max(1, text.length) / Math.max(1, Math.floor(width / (size * 0.6))));

function writeRow(document: Document, cells: readonly string[], size: number): void {
  const { left, right, bottom } = document.page.margins;
  const width = (document.page.width - left - right) / cells.length - gap;
  const height = Math.max(...cells.map((cell) => linesOf(cell, width, size))) * size * 1.25;
  if (document.y + height > document.page.height - bottom) document.addPage();
  const top = document.y;
  let lowest = top;
  for (const [n, cell] of cells.entries()) {
    document.x = left + n * (width + gap);
    document.y = top;
    write(document, cell, { width });
    lowest = Math.max(lowest, document.y);
  }
  document.x = left;
  document.y = lowest + 2;
}

function writeTable(document: Document, table: Report["tables"][number]): void {
  document.moveDown(1.2).font("latin-600").fontSize(12).fillColor("black").text(table.heading);
  const { rows, total = table.rows.length } = table;
  document.fontSize(8).fillColor(quiet).moveDown(0.3);
  if (total > rows.length) {
    const shown = rows.length.toLocaleString("en");
    const all = total.toLocaleString("en");
    write(document, `The first ${shown} of ${all}; the files of this pack hold all of them.`);
  }
  if (rows.length === 0) return write(document, "None");
  writeRow(document, table.columns, 8);
  document.fillColor("black");
  for (const row of rows) {
    writeRow(
      document,
      row.map((cell) => cell.slice(0, 500)),
      8,
    );
  }
}

/** A plain report as PDF, with Inter embedded. */
export async function writePdf(
  report: Report,
  put: (chunk: Uint8Array) => Promise<void>,
): Promise<void> {
  const files = await loadFonts();
  const document = new PDFDocument({
    size: "A4",
    margin: 50,
    lang: "en",
    info: { Title: report.title, Creator: "Muster", Producer: "Muster" },
  });
  for (const [n, name] of fontNames.entries()) document.registerFont(name, files[n]);
  document.fontSize(18);
  write(document, report.title);
  document.fontSize(9).fillColor(quiet);
  write(document, report.subtitle);
  document.moveDown().fillColor("black");
  for (const [name, value] of report.facts) {
    document.font("latin-600").text(`${name}: `, { continued: true });
    write(document, value);
  }
  for (const table of report.tables) writeTable(document, table);
  document.moveDown(1.5).fontSize(8).fillColor(quiet);
  write(document, report.closing);
  document.end();
  for await (const chunk of document as unknown as AsyncIterable<Buffer>) await put(chunk);
}
