import { describe, expect, it } from "vitest";
import { addressOf } from "./client-address";

describe("addressOf", () => {
  it("believes the peer of the socket, not a header, unless a proxy is trusted", () => {
    expect(addressOf("10.0.0.9", "1.2.3.4", false)).toBe("10.0.0.9");
    expect(addressOf("::ffff:10.0.0.9", undefined, false)).toBe("10.0.0.9");
  });

  it("takes the hop that the trusted proxy added, not the ones a client wrote before it", () => {
    expect(addressOf("10.0.0.9", "6.6.6.6, 1.2.3.4", true)).toBe("1.2.3.4");
    expect(addressOf("10.0.0.9", "", true)).toBe("10.0.0.9");
  });
});
