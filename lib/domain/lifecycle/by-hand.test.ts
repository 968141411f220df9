import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ManualSteps, manualSteps } from "./by-hand";

const target = {
  subject: "credential",
  kind: "access_key",
  detail: "aws.user",
  externalId: "key-1",
  name: "key-1",
  holder: { name: "ci" },
};
const key: ManualSteps = {
  subject: "credential",
  kind: "access_key",
  steps: [
    "Switch it off: `aws iam update-access-key --user-name {holder:sh} --access-key-id {id:sh}`",
  ],
};

describe("what a person does by hand", () => {
  it("is written with the names of the target, and in general words where nobody wrote it down", () => {
    expect(manualSteps([key], target, "Production")).toEqual([
      "Switch it off: `aws iam update-access-key --user-name ci --access-key-id key-1`",
    ]);
    const [first, ...others] = manualSteps([key], { ...target, kind: "password" }, "Production");
    expect(first).toBe("Sign in to Production and find key-1 (its id there is key-1).");
    expect(others.length).toBeGreaterThan(2);
    const limited = { ...key, details: ["aws.bedrock"] };
    expect(manualSteps([limited], target, "Production")[0]).toBe(first);
  });

  it("keeps a hostile name one word of a shell, and one name or text of SQL", () => {
    const evil = `x'; rm -rf "$HOME" #`;
    const steps = (step: string) =>
      manualSteps([{ ...key, steps: [step] }], { ...target, name: evil }, "s")[0];
    expect(steps("DROP ROLE {name:sql}")).toBe(`DROP ROLE "x'; rm -rf ""$HOME"" #"`);
    expect(steps("usename = {name:text}")).toBe(`usename = 'x''; rm -rf "$HOME" #'`);
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12 }), (name) => {
        const [line = ""] = manualSteps(
          [{ ...key, steps: ["printf %s {name:sh}"] }],
          { ...target, name },
          "s",
        );
        const said = execFileSync("sh", ["-c", line], { encoding: "utf8" });
        expect(said).toBe(name.replaceAll(/\p{Cc}+/gu, " "));
      }),
      { numRuns: 40 },
    );
  });
});
