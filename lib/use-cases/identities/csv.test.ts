import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { formulaPayloads } from "@/e2e/support/payloads";
import type { IdentityRow } from "@/lib/domain/inventory/identity-row";
import { csvHeader, csvLines, inert } from "./csv";

const never = { state: "known", at: null, source: null, reason: null, detail: null } as const;

/** A row that says the same hostile words in every place that somebody else can write. */
const rowOf = (words: string) =>
  ({
    id: "00000000-0000-7000-8000-000000000001",
    externalId: words,
    name: words,
    kind: words,
    detail: words,
    source: { id: words, name: words, connectorId: words },
    identityClass: words,
    environment: words,
    status: words,
    owner: { state: words, id: null, name: words, email: null },
    risk: { score: 1, band: words, confidence: 1 },
    privilege: words,
    privilegeReason: null,
    created: { ...never, state: "unknown", reason: words },
    lastUsed: never,
    lastRotated: never,
    rotationState: words,
    openFindings: 0,
    credentialCount: 0,
    labels: [words, words],
    missingSince: null,
  }) as unknown as IdentityRow;

const computes = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

describe("an exported cell", () => {
  it.each(formulaPayloads)("is text to a spreadsheet and reads back as it was: %j", (words) => {
    const rows = parse(csvHeader() + csvLines([rowOf(words)]), { bom: true });
    expect(rows).toHaveLength(2);
    const [header = [], cells = []] = rows;
    expect(cells).toHaveLength(header.length);
    expect(cells.filter((cell) => computes.test(cell))).toEqual([]);
    const name = cells[header.indexOf("name")] ?? "";
    expect(name).toBe(inert(words));
    expect(cells.filter((cell) => cell.includes(inert(words))).length).toBeGreaterThan(10);
  });

  it("tells what was written: no two texts become the same cell", () => {
    const quoted = formulaPayloads.flatMap((words) => [words, `'${words}`, `''${words}`]);
    const within = quoted.flatMap((words) => [`x;${words}`, `x\t"${words}`, `x\n;'${words}`]);
    const harmless = ["'", "''", "'harmless", "harmless", "", "x;'y"];
    const written = [...new Set([...quoted, ...within, ...harmless])];
    expect(new Set(written.map(inert)).size).toBe(written.length);
    expect(harmless.map(inert)).toEqual(harmless);
  });

  it.each(["\t", ";", "'", "; '\t"])(
    "of 100 kB of %j is read once, not again from each place",
    (part) => {
      const long = `x${part.repeat(100_000 / part.length)}`;
      expect(inert(long)).toBe(long);
    },
  );

  it("that is harmless is left alone", () => {
    const rows = parse(csvLines([rowOf("svc-deploy (prod)")]));
    expect(rows[0]?.[1]).toBe("svc-deploy (prod)");
  });
});
