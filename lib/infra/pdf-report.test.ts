import { expect, test } from "vitest";
import { scriptPayloads } from "@/e2e/support/payloads";
import { type Report, writePdf } from "./pdf-report";

/** What would end a text of the PDF and begin an action of its own. */
const breakouts = [
  ") >> /OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
  "\\) /AA << /O << /S /Launch /F (calc.exe) >> >>",
  "endobj 1 0 obj << /S /URI /URI (https://evil.example) >> endobj",
  "> /Names << /JavaScript 1 0 R >> <",
];

async function pdfOf(words: readonly string[]): Promise<string> {
  const cells = words.map((text) => [text, text]);
  const report: Report = {
    title: words.join(" "),
    subtitle: words.join(" "),
    facts: words.map((text) => [text, text] as const),
    tables: [{ heading: words[0] ?? "", columns: ["Name", "Reason"], rows: cells }],
    closing: words.join(" "),
  };
  const chunks: Uint8Array[] = [];
  await writePdf(report, async (chunk) => void chunks.push(chunk));
  return Buffer.concat(chunks).toString("latin1");
}

/** The objects without what stands in texts and streams: what a viewer acts upon. */
const skeletonOf = (pdf: string): string =>
  pdf
    .replaceAll(/stream\r?\n[\s\S]*?\r?\nendstream/g, "")
    .replaceAll(/\((?:\\[\s\S]|[^\\()])*\)/g, "()")
    .replaceAll(/<[0-9a-fA-F\s]*>/g, "<>");

test("a report holds no script, link or action, whatever words are in it", async () => {
  const skeleton = skeletonOf(await pdfOf([...breakouts, ...scriptPayloads]));
  expect(skeleton).toContain("/Type /Catalog");
  expect(skeleton).not.toMatch(
    /\/(JavaScript|JS|URI|Launch|OpenAction|AA|Annots|EmbeddedFile|SubmitForm|GoToR|RichMedia)\b/,
  );
});
