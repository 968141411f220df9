import { describe, expect, it } from "vitest";
import { causeOf } from "./logger";

describe("what the log keeps of an error", () => {
  it("is its kind, message, code and stack, and no more", () => {
    const error = Object.assign(new TypeError("refused"), {
      code: "E1",
      client: { password: "x" },
    });
    expect(causeOf(error)).toEqual({
      type: "TypeError",
      message: "refused",
      code: "E1",
      stack: error.stack,
    });
  });

  it("is the same of the queue's plain copy of one", () => {
    const copy = {
      message: "connect ECONNREFUSED",
      code: "ECONNREFUSED",
      stack: "at …",
      queue: "q",
    };
    expect(causeOf(copy)).toEqual({
      type: "Error",
      message: "connect ECONNREFUSED",
      code: "ECONNREFUSED",
      stack: "at …",
    });
  });

  it("names what is no error so", () => {
    for (const thrown of ["text", null, undefined, {}]) {
      expect(causeOf(thrown)).toEqual({ message: "not an error" });
    }
  });
});
