import { describe, expect, it } from "vitest";
import { manifest as aws } from "@/connectors/aws/manifest";
import { manifest as github } from "@/connectors/github/manifest";
import { mergeConfig } from "./merge-config";

const secret = "stand-in-secret-value";
const byKey = aws.config.parse({
  authMode: "access_key",
  accessKeyId: ["AKIA", "STANDIN000000000"].join(""),
  secretAccessKey: secret,
  sessionToken: "stand-in-session",
}) as Record<string, unknown>;

describe("laying a change over a stored configuration", () => {
  it("forgets the secrets that the new way to sign in does not ask for", () => {
    const { config, hasSecrets } = mergeConfig(aws, byKey, { authMode: "environment" });
    expect(config).not.toHaveProperty("accessKeyId");
    expect(JSON.stringify(config)).not.toContain("stand-in");
    expect(hasSecrets).toBe(false);
  });

  it("takes an optional secret away on null, and keeps it when it is left out or empty", () => {
    expect(mergeConfig(aws, byKey, { sessionToken: null }).config).not.toHaveProperty(
      "sessionToken",
    );
    for (const given of [{}, { sessionToken: "" }]) {
      const merged = mergeConfig(aws, byKey, given);
      expect(merged).toMatchObject({ changed: [], isSecretGiven: false, config: byKey });
    }
  });

  it("goes back to the default where a value is taken away, and counts it as another address", () => {
    const enterprise = github.config.parse({
      org: "acme",
      baseUrl: "https://ghe.example/api/v3",
      authMode: "token",
      token: secret,
    }) as Record<string, unknown>;
    expect(() => mergeConfig(github, enterprise, { baseUrl: null })).toThrow("address changes");
    const { config, isElsewhere } = mergeConfig(github, enterprise, {
      baseUrl: null,
      token: "another",
    });
    expect(config).toMatchObject({ baseUrl: "https://api.github.com", token: "another" });
    expect(isElsewhere).toBe(true);
  });
});
