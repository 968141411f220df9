import { expect, test } from "vitest";
import { heldText } from "./removal-words";

test("what was not found is counted in whole sentences, one of it too", () => {
  expect(heldText(1, 0)).toBe("1 identity was not found any more");
  expect(heldText(1_200, 0)).toBe("1,200 identities were not found any more");
  expect(heldText(0, 1)).toBe(
    "1 credential, grant or trust of an identity that stays was not found any more",
  );
  expect(heldText(1, 2)).toBe(
    "1 identity and 2 credentials, grants or trusts of identities that stay were not found any more",
  );
});
