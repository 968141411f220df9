import { expect, test } from "vitest";
import { reachText } from "./review-words";

test("whoever is asked reads in words that something reaches every service", () => {
  expect(
    reachText([
      { service: "*", level: "admin", grants: 1 },
      { service: "s3", level: "read", grants: 2 },
    ]),
  ).toBe("every service (admin), s3 (read)");
});
