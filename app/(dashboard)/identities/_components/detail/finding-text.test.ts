import { expect, test } from "vitest";
import { findingsNote, hrefOf, stateText } from "./finding-text";

const firstSeenAt = "2026-03-01T08:00:00.000Z";
const open = { state: "open", firstSeenAt, resolvedAt: null, exception: null } as const;

test("an excepted finding is neither open nor resolved: it says until when it may stand", () => {
  const exception = { id: "e", endsAt: "2026-12-24T12:00:00.000Z" };
  expect(stateText({ ...open, state: "excepted", exception })).toBe(
    "Excepted until 2026-12-24 12:00 UTC",
  );
  expect(stateText({ ...open, state: "excepted" })).toBe("Excepted");
  expect(stateText(open)).toBe("Open since 2026-03-01 08:00 UTC");
  expect(stateText({ ...open, state: "resolved" })).toBe("Resolved");
  const resolvedAt = "2026-04-05T00:00:00.000Z";
  expect(stateText({ ...open, state: "resolved", resolvedAt })).toBe(
    "Resolved 2026-04-05 00:00 UTC",
  );
});

test("each finding leads to its own page, in the list that holds it", () => {
  const finding = { id: "f", ruleId: "nhi7-no-expiry" };
  expect(hrefOf({ ...finding, state: "open" })).toBe("/findings?rule=nhi7-no-expiry&finding=f");
  expect(hrefOf({ ...finding, state: "excepted" })).toBe(
    "/findings?rule=nhi7-no-expiry&state=excepted&finding=f",
  );
});

test("the note counts what there is, by what became of it", () => {
  expect(findingsNote({ open: 2, excepted: 1, resolved: 1_200 })).toBe(
    "2 open, 1 excepted, 1,200 resolved",
  );
  expect(findingsNote({ open: 0, excepted: 0, resolved: 0 })).toBe("0 open");
});
