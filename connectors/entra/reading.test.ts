import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { SourceRecord } from "../contract";
import { guid } from "./testing/make";
import { certificateConfig, lenient, pagesOf, recordsOf } from "./testing/reading";
import { startEntra } from "./testing/stand-in";

let standIn: Awaited<ReturnType<typeof startEntra>>;
let io: ReturnType<typeof testConnectorIo>;
let records: SourceRecord[];
const application = (number: number) => `application:${guid("a99", number)}`;
const principal = (number: number) => `service-principal:${guid("5b", number)}`;
const identity = (externalId: string) =>
  records.find((each) => each.type === "identity" && each.externalId === externalId);
const ofType = <T extends SourceRecord["type"]>(type: T) =>
  records.filter((each): each is Extract<SourceRecord, { type: T }> => each.type === type);
const hints = (id: string) => ofType("owner_hint").filter((each) => each.identityExternalId === id);

beforeAll(async () => {
  const now = new Date("2026-11-01T00:00:00Z");
  standIn = await startEntra({ now: () => now.getTime() });
  io = testConnectorIo({ limits: lenient, now: () => now });
  records = recordsOf(await pagesOf(certificateConfig(standIn.url), io));
});
afterAll(async () => {
  await io.close();
  await standIn.close();
});

describe("an application", () => {
  test("has its credentials with their dates; one without an end never expires", () => {
    const held = ofType("credential").filter((each) => each.identityExternalId === application(1));
    expect(held.map(({ kind, status }) => [kind, status])).toEqual([
      ["client_secret", "active"],
      ["client_secret", "expired"],
      ["certificate", "active"],
      ["federated", "active"],
      ["federated", "active"],
    ]);
    expect(held[0]).toMatchObject({
      name: "deploy",
      attributes: { keyId: guid("5ec", 1), hint: "abc" },
      facts: {
        createdAt: { value: "2024-03-01T00:00:00.000Z" },
        expiresAt: { state: "known", value: null },
        lastUsedAt: { state: "known", value: "2026-10-01T07:00:00.000Z" },
      },
    });
    expect(held[1]?.facts.lastUsedAt).toMatchObject({ reason: "not_tracked_yet" });
    expect(held[2]?.fingerprint).toBe("01".repeat(20));
  });

  test("has the privilege and the state of its service principal, and names what it asks for", () => {
    expect(identity(application(1))).toMatchObject({
      kind: "app_registration",
      status: "active",
      tags: { environment: "production" },
      attributes: {
        servicePrincipalId: guid("5b", 1),
        requestedAccess: [
          "Microsoft Graph: Mail.Send (application)",
          "Microsoft Graph: User.Read (delegated)",
        ],
      },
      facts: { privilege: { state: "known", value: { level: "admin" } } },
    });
    expect(identity(application(4))).toMatchObject({
      status: "disabled",
      facts: { exposure: { value: { public: true } } },
    });
    expect(identity(application(6))).toMatchObject({
      facts: { privilege: { value: { level: "none" } } },
    });
  });

  test("is trusted by subject: a branch is narrow, any pull request is weak", () => {
    const trusts = ofType("trust").filter((each) => each.identityExternalId === application(1));
    expect(trusts.map(({ principalKind, verdict }) => [principalKind, verdict])).toEqual([
      ["oidc", "narrow"],
      ["oidc", "weak"],
    ]);
  });
});

describe("an owner", () => {
  const role = "Owner of the application in Entra ID";

  test("is a candidate for the application and for its service principal, once each", () => {
    for (const id of [application(1), principal(1)]) {
      const named = hints(id).filter(({ method }) => method !== "tag");
      expect(named.map(({ method, candidate, evidence }) => [method, candidate, evidence])).toEqual(
        [
          ["explicit_owner", "ada@contoso.example", role],
          ["disabled_owner", "bo@contoso.example", `${role}; the account is disabled there`],
        ],
      );
    }
  });

  test("is known by the sign-in name where there is no address, and by all the pages of a long list", () => {
    expect(hints(application(4))[0]?.candidate).toBe("cy_partner.example#EXT#@contoso.example");
    expect(hints(application(3))).toHaveLength(23);
  });

  test("of an enterprise application, a sponsor of an agent, a tag and a note say what they are", () => {
    const evidence = (id: string) => hints(id).map((each) => each.evidence);
    expect(evidence(principal(10))).toEqual(["Owner of the enterprise application in Entra ID"]);
    expect(evidence(principal(40))).toEqual([
      "Owner of the agent in Entra ID",
      "Sponsor of the agent in Entra ID",
    ]);
    expect(hints(principal(41))[0]?.method).toBe("disabled_owner");
    expect(evidence(application(2))).toEqual(["Named in its notes in Entra ID"]);
    expect(hints(application(1))[0]).toMatchObject({ method: "tag" });
  });
});

describe("a service principal", () => {
  test("is told apart: own, another company's, managed, an agent; Microsoft's are not listed", () => {
    const sorts = [1, 9, 20, 30, 31, 40].map((number) => {
      const found = identity(principal(number));
      return found?.type === "identity" ? [found.kind, found.detail] : null;
    });
    expect(sorts).toEqual([
      ["service_account", "entra.service_principal"],
      ["service_account", "entra.service_principal.legacy"],
      ["app_installation", "entra.service_principal.third_party"],
      ["managed_identity", "entra.managed_identity.system_assigned"],
      ["managed_identity", "entra.managed_identity.user_assigned"],
      ["ai_agent", "entra.agent_identity"],
    ]);
    expect(identity(principal(20))).toMatchObject({ vendor: "Northwind Traders" });
    expect(identity(principal(90))).toBeUndefined();
    expect(ofType("grant").some((each) => each.identityExternalId === principal(91))).toBe(false);
  });

  test("has its signing keys, and the password that only guards one is no secret of it", () => {
    const kinds = (id: string) =>
      ofType("credential").flatMap((each) => (each.identityExternalId === id ? [each.kind] : []));
    expect(kinds(principal(10))).toEqual(["signing_key", "certificate"]);
    expect(kinds(principal(4))).toEqual(["client_secret"]);
    expect(kinds(principal(30))).toEqual([]);
  });

  test("is granted application permissions, consents and directory roles, each with its level", () => {
    const grants = (number: number) =>
      ofType("grant")
        .filter((each) => each.identityExternalId === principal(number))
        .map(({ entitlement, level, conditional }) => [entitlement, level, conditional]);
    expect(grants(1)).toEqual([
      ["Mail.Send", "high", false],
      ["Application.ReadWrite.All", "admin", false],
      [guid("dead", 1), "unknown", false],
    ]);
    expect(grants(20)).toEqual([
      ["Files.ReadWrite.All", "high", true],
      ["User.Read", "read", true],
      ["offline_access", "none", true],
    ]);
    expect(ofType("grant").find((each) => each.identityExternalId === principal(4))).toMatchObject({
      target: "Microsoft Graph, for 2 people",
      via: "Delegated: consent of people",
    });
    expect(grants(7)).toContainEqual(["Application Administrator", "high", false]);
    expect(grants(2)).toContainEqual(["Global Reader", "read", false]);
  });
});

test("a managed identity says which Azure resource it is, and that its sign-ins are not read", () => {
  expect(identity(principal(30))).toMatchObject({
    attributes: { azureResource: expect.stringContaining("/virtualMachines/vm-backup") },
    facts: { lastUsedAt: { reason: "not_collected" }, lastRotatedAt: { state: "known" } },
  });
});

test("the hint is the most of a secret that any record holds", () => {
  expect(JSON.stringify(records)).not.toContain("secretText");
});
