import { afterEach, describe, expect, it, vi } from "vitest";
import path from "node:path";
import { baseUrl, dataDir, env, localUrl, resetEnv } from "./env";

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

const names = [
  "PORT",
  "MUSTER_DATA_DIR",
  "MUSTER_BASE_URL",
  "MUSTER_MAIL_FROM",
  "MUSTER_KEYS_FILE",
  "MUSTER_LOG_LEVEL",
  "DATABASE_URL",
];

describe("the settings of the environment", () => {
  it("a variable that is set to nothing counts as not set", () => {
    for (const name of names) vi.stubEnv(name, undefined);
    resetEnv();
    const unset = env();
    for (const name of names) vi.stubEnv(name, "");
    resetEnv();
    expect(env()).toEqual(unset);
    expect(dataDir()).toBe(path.resolve(".muster"));
  });

  it.each([
    "muster.example.com",
    "localhost:3000",
    "ftp://muster.example.com",
    "https://a.example/b",
  ])("MUSTER_BASE_URL is refused where no page would open: %s", (address) => {
    vi.stubEnv("MUSTER_BASE_URL", address);
    resetEnv();
    expect(() => env()).toThrow(/MUSTER_BASE_URL is not usable: it must look like https:/);
  });

  it.each(["10.0.0.0/99", "127.0.0.1:8123", "http://db.internal", "*.internal", "a b"])(
    "an entry of MUSTER_ALLOW_PRIVATE_HOSTS that could never match is named: %s",
    (entry) => {
      vi.stubEnv("MUSTER_ALLOW_PRIVATE_HOSTS", `db.internal,${entry}`);
      resetEnv();
      expect(() => env()).toThrow(`${entry} is no host name, address or CIDR range`);
    },
  );

  it.each([
    ["MUSTER_SMTP_URL", "smtps://smtp.example.com:465", "MUSTER_MAIL_FROM"],
    ["MUSTER_MAIL_FROM", "muster@example.com", "MUSTER_SMTP_URL"],
  ])("%s alone would send no mail, so the start names what is missing", (name, value, missing) => {
    vi.stubEnv(name, value);
    resetEnv();
    expect(() => env()).toThrow(`${missing} is not usable: it is missing, and ${name} is set`);
  });

  it("hosts, addresses and ranges may be allowed", () => {
    const entries = [
      "db.internal",
      "DB-1",
      "127.0.0.1",
      "::1",
      "[fd00::5]",
      "10.0.0.0/8",
      "fd00::/8",
    ];
    vi.stubEnv("MUSTER_ALLOW_PRIVATE_HOSTS", entries.join(", "));
    resetEnv();
    expect(env().MUSTER_ALLOW_PRIVATE_HOSTS).toEqual(entries);
  });
});
