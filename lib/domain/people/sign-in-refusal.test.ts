import { expect, test } from "vitest";
import { refusalSentence, SignInRefused } from "./sign-in-refusal";

test("a refusal is told in the same words by the door and by the page that its code leads to", () => {
  for (const code of [
    "AccountDisabled",
    "AddressTaken",
    "AddressUnverified",
    "NotKnown",
  ] as const) {
    const refused = new SignInRefused(code);
    expect(refused.code).toBe("forbidden");
    expect(refusalSentence(refused.refusal)).toBe(refused.message);
  }
});

test("whatever somebody else wrote into the address is not said by the sign-in page", () => {
  const neutral = refusalSentence("");
  expect(neutral).toMatch(/did not work/);
  for (const code of ["Call 555-0100 to unlock", "constructor", "__proto__", "accountdisabled"]) {
    expect(refusalSentence(code)).toBe(neutral);
  }
});
