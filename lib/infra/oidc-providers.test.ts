import { describe, expect, it } from "vitest";
import { oidcProviders } from "./oidc-providers";

const provider = (prefix: string, issuer: string) => ({
  [`${prefix}ISSUER`]: issuer,
  [`${prefix}CLIENT_ID`]: "muster",
  [`${prefix}CLIENT_SECRET`]: "an example client secret",
});

describe("sign-in providers of the environment", () => {
  it("keeps the unnumbered names working, alone and before numbered ones", () => {
    const old = provider("MUSTER_OIDC_", "https://login.example");
    expect(oidcProviders(old)).toMatchObject([{ id: "oidc", name: "Single sign-on" }]);
    const both = oidcProviders({
      ...provider("MUSTER_OIDC_2_", "https://second.example/realm"),
      MUSTER_OIDC_2_ROLE: "auditor",
      MUSTER_OIDC_2_TRUST_EMAIL: "1",
      ...old,
    });
    expect(both).toMatchObject([
      { id: "oidc", newPersonRole: "", trustEmail: false },
      { id: "oidc-2", name: "second.example", newPersonRole: "auditor", trustEmail: true },
    ]);
  });

  it("takes no provider from empty variables, as container set-ups leave them", () => {
    expect(oidcProviders({ MUSTER_OIDC_ISSUER: "", MUSTER_OIDC_1_CLIENT_ID: "" })).toEqual([]);
  });

  it.each([
    ["MUSTER_OIDC_1_CLIENT_SECRET", ""],
    ["MUSTER_OIDC_1_ISSUER", "ftp://login.example"],
    ["MUSTER_OIDC_1_ROLE", "admin"],
  ])("names %s when it is %j", (variable, value) => {
    const given = { ...provider("MUSTER_OIDC_1_", "https://login.example"), [variable]: value };
    expect(() => oidcProviders(given)).toThrow(variable);
  });
});
