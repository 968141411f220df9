import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { looksLikeApiToken, newApiToken, sha256 } from "./one-time-token";

const shape = /^muster_pat_[A-Za-z0-9_-]{40}[0-9a-z]{7}$/;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

describe("a personal API token", () => {
  it("has the prefix and the length that scanners look for, and is never the same twice", () => {
    const made = Array.from({ length: 2_000 }, newApiToken);
    for (const token of made) {
      expect(token).toMatch(shape);
      expect(looksLikeApiToken(token)).toBe(true);
    }
    expect(new Set(made).size).toBe(made.length);
  });

  it("is told from text that only looks like one, whichever character is wrong", () => {
    const token = newApiToken();
    const wrong: string[] = [];
    let tried = 0;
    for (let at = 0; at < token.length; at += 1) {
      for (const char of alphabet) {
        if (char === token[at]) continue;
        tried += 1;
        const other = token.slice(0, at) + char + token.slice(at + 1);
        if (looksLikeApiToken(other)) wrong.push(other);
      }
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(3_000);
    for (const text of ["", "muster_pat_", token.slice(0, -1), `${token}0`, ` ${token}`]) {
      expect(looksLikeApiToken(text)).toBe(false);
    }
  });

  it("is kept as its SHA-256 alone, which holds no part of it", () => {
    const token = newApiToken();
    expect(sha256(token)).toBe(createHash("sha256").update(token).digest("hex"));
    expect(sha256(token)).toHaveLength(64);
  });
});
