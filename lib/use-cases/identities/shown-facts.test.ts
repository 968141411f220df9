import { expect, test } from "vitest";
import { known, unknown } from "@/lib/domain/evidence";
import { shownFacts } from "./shown-facts";

const at = new Date("2026-06-01T12:00:00.000Z");

test("a privilege is shown in a word that starts a line, as every other value is", () => {
  const levels = ["none", "read", "write", "high", "admin"];
  const shown = levels.flatMap((level) =>
    shownFacts({ privilege: known({ level, reasons: [] }, "AWS", at) }),
  );
  expect(shown.map(({ value }) => value)).toEqual([
    "None",
    "Read",
    "Write",
    "High",
    "Administrator",
  ]);
  const [missing] = shownFacts({ privilege: unknown("permission_missing", "No policy was read") });
  expect(missing?.value).toBeNull();
  expect(missing?.unknown).toContain("No policy was read");
});
