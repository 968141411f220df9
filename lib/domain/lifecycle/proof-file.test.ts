import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proofFileName, proofMediaType } from "./proof-file";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("a file of proof", () => {
  it.each([
    ["image/png", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])],
    ["image/jpeg", Uint8Array.from([0xff, 0xd8, 0xff, 0xe0])],
    ["application/pdf", bytes("%PDF-1.7")],
    ["text/plain", bytes("DROP ROLE 移行;")],
    ["text/plain", bytes("<script>alert(1)</script>")],
    [null, bytes("PK\u0003\u0004\u0000")],
    [null, Uint8Array.from([0xc3, 0x28])],
  ])("is %s by its bytes, whatever its name", (mediaType, content) => {
    expect(proofMediaType(content)).toBe(mediaType);
  });

  it.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\ann\\shot 1.png", "shot_1.png"],
    ['a"; filename="b.html', "a_filename_b.html"],
    ["..", "proof"],
    ["", "proof"],
  ])("named %s is kept as %s", (given, kept) => {
    expect(proofFileName(given)).toBe(kept);
  });

  it("never gets a name that leaves a folder or ends a header", () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(proofFileName(name)).toMatch(/^[\w-][\w.-]{0,99}$/);
      }),
    );
  });
});
