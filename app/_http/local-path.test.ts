import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resetEnv } from "@/lib/infra/env";
import { localPath } from "./sign-in-methods";

const base = "https://muster.example";

beforeAll(() => {
  process.env.MUSTER_BASE_URL = base;
  resetEnv();
});
afterAll(() => {
  delete process.env.MUSTER_BASE_URL;
  resetEnv();
});

/** As a browser on our own page reads what it is told to open. */
const opened = (target: string): URL => new URL(target, `${base}/sign-in`);

const hostile = [
  "https://evil.example",
  "https://evil.example/findings",
  "http://muster.example/findings",
  "https://muster.example:8443/",
  "https://muster.example.evil.example/",
  "https://muster.example@evil.example/",
  "https://evil.example@muster.example/",
  "https://user:pass@muster.example/",
  "//evil.example",
  "///evil.example",
  "////evil.example",
  "/\\evil.example",
  "\\/evil.example",
  "\\\\evil.example",
  "/\\/evil.example",
  "//evil.example\\@muster.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r\n/evil.example",
  "\t//evil.example",
  " //evil.example",
  "\u0000//evil.example",
  "/\u0000/evil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/./\\evil.example",
  "/findings/..//evil.example",
  "https:evil.example",
  "https:/evil.example",
  "https:///evil.example",
  "https:\\\\evil.example",
  "http:evil.example",
  "HTTPS://EVIL.EXAMPLE",
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "file:///etc/passwd",
  "ftp://evil.example/",
  "blob:https://evil.example/1",
  "about:blank",
  "//evil%E3%80%82example",
  "//%65vil.example",
  "https://evil。example/",
  "//[::1]/",
  "//2130706433/",
  "http://",
  "https://[",
  "//",
  "\u2028//evil.example",
  "/\u0085/evil.example",
  `/${"a".repeat(3_000)}`,
] as const;

describe("where sign-in leads afterwards", () => {
  it("is this site whatever the link asked for", () => {
    expect(hostile.length).toBeGreaterThanOrEqual(50);
    for (const form of hostile) {
      const target = opened(localPath(form));
      expect([form, target.origin]).toEqual([form, base]);
      expect([form, localPath(form).startsWith("//")]).toEqual([form, false]);
    }
  });

  it("is the page that was asked for when it is one of ours", () => {
    for (const path of ["/", "/findings", "/identities?q=risk%3A%3E70&sort=-risk", "/settings#x"]) {
      expect(localPath(path)).toBe(path);
      expect(localPath(`${base}${path}`)).toBe(path);
    }
    expect(localPath("")).toBe("/");
  });
});
