import { createHash } from "node:crypto";
import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { verifierPage } from "./muster-verify/build-page.mjs";

const { text, policy } = verifierPage();
const between = (tag: string): string =>
  new RegExp(`<${tag}>([\\s\\S]*)</${tag}>`).exec(text)?.[1] ?? "";
const hashOf = (content: string): string =>
  `'sha256-${createHash("sha256").update(content).digest("base64")}'`;

describe("verify.html", () => {
  it("is one file that names no address and fetches no module", () => {
    expect(text).not.toMatch(/https?:\/\/|^import |^export |%[A-Z]+%|\bsrc=|<link/m);
  });

  it("runs under its own policy, which forbids every connection", () => {
    expect(text).toContain(`content="${policy}"`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src ${hashOf(between("script"))};`);
    expect(policy).toContain(`style-src ${hashOf(between("style"))};`);
  });

  it("is a script that a browser can read, whatever names its modules use", () => {
    expect(() => new Script(between("script"))).not.toThrow();
    expect(between("script")).not.toContain("</script");
  });
});
