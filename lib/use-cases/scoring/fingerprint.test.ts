import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fingerprint } from "./fingerprint";

const fingerprint = (...pieces: string[]): string => {
  const print = new Fingerprint();
  for (const piece of pieces) print.add(piece);
  return print.toString();
};

describe("fingerprint", () => {
  it("is the same for the same text in whatever pieces, and another for one that differs in a single character", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 400 }), fc.nat(), (text, place) => {
        const at = place % text.length;
        const code = (text.charCodeAt(at) + 1) % 0xff_ff;
        const other = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
        expect(fingerprint(text.slice(0, at), text.slice(at))).toBe(fingerprint(text));
        expect(fingerprint(other)).not.toBe(fingerprint(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("tells 200,000 texts apart that differ in a number or a date only", () => {
    const texts = Array.from(
      { length: 200_000 },
      (_, n) =>
        `nhi7-never-rotated\tkey-${n}\thigh\tUnchanged since ${new Date(n * 86_400_000).toISOString()}`,
    );
    expect(new Set(texts.map((text) => fingerprint(text))).size).toBe(texts.length);
  });
});
