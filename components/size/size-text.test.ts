import { expect, it } from "vitest";
import { sizeText } from "./size-text";

it("gives a size in the unit a person would use, never as 0.0 GB", () => {
  expect([48_200_000, 999_960, 74_700_000_000, 2_500].map(sizeText)).toEqual([
    "48.2 MB",
    "1.0 MB",
    "74.7 GB",
    "2.5 kB",
  ]);
});
