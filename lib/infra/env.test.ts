import { afterEach, describe, expect, it, vi } from "vitest";
import { baseUrl, localUrl, resetEnv } from "./env";

afterEach(() => {
  vi.unstubAllEnvs();
  resetEnv();
});

describe("the addresses made of HOST and PORT", () => {
  it.each([
    ["127.0.0.1", "http://127.0.0.1:3100", "http://127.0.0.1:3100"],
    ["muster.internal", "http://muster.internal:3100", "http://muster.internal:3100"],
    ["0.0.0.0", "http://localhost:3100", "http://127.0.0.1:3100"],
    ["::", "http://localhost:3100", "http://[::1]:3100"],
    ["::1", "http://[::1]:3100", "http://[::1]:3100"],
    ["fd00::5", "http://[fd00::5]:3100", "http://[fd00::5]:3100"],
  ])("can be opened when HOST is %s", (host, forPeople, forThisMachine) => {
    vi.stubEnv("MUSTER_BASE_URL", undefined);
    vi.stubEnv("HOST", host);
    vi.stubEnv("PORT", "3100");
    resetEnv();
    expect(baseUrl()).toBe(forPeople);
    expect(localUrl()).toBe(forThisMachine);
    expect(new URL(baseUrl()).port).toBe("3100");
  });
});
