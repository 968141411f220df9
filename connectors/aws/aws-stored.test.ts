import { describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { accountReader, identities, keyConfig } from "./testing/reading";

const { read } = accountReader(testConnectorIo);

describe("what an account stores", () => {
  test("encrypted parameters are listed by name and date, plain ones are not", async () => {
    const { records, server } = await read({ pageSize: 2 }, undefined, ["ssm-parameters"]);
    const stored = records.flatMap((one) => (one.type === "stored_secret" ? [one] : []));
    expect(stored.map((one) => one.name)).toEqual(["/prod/stripe", "/prod/smtp", "/build/token"]);
    expect(stored[0]?.facts.createdBy).toMatchObject({ value: expect.stringContaining("grace") });
    expect(stored[1]?.facts.createdAt.state).toBe("unknown");
    expect(stored[1]?.facts.expiresAt).toMatchObject({ value: "2027-05-13T00:00:00.000Z" });
    expect([...server.calls.keys()].filter((name) => name.startsWith("GetParameter"))).toEqual([]);
  });

  test("an expired server certificate is a stored secret that says so", async () => {
    const { records } = await read({}, undefined, ["server-certificates"]);
    expect(records).toContainEqual(
      expect.objectContaining({ detail: "aws.server_certificate", status: "expired" }),
    );
  });

  test("Roles Anywhere: the authority, the workloads with their certificates, and the role they get", async () => {
    const { records } = await read({}, undefined, ["roles", "roles-anywhere"]);
    const [anchor] = identities(records, "aws.rolesanywhere_trust_anchor");
    expect(anchor?.attributes["revocationList"]).toBe(false);
    expect(anchor?.facts.expiresAt.state).toBe("known");
    const subjects = identities(records, "aws.rolesanywhere_subject");
    expect(subjects.map((one) => one.status)).toEqual(["active", "disabled"]);
    expect(records).toContainEqual(
      expect.objectContaining({
        type: "credential",
        kind: "certificate",
        identityExternalId: subjects[0]?.externalId,
        name: "build-runner.example.com",
      }),
    );
    const worker = records.find((one) => one.type === "identity" && one.name === "lambda-worker");
    expect(records).toContainEqual(
      expect.objectContaining({
        type: "trust",
        identityExternalId: worker?.type === "identity" ? worker.externalId : "",
        principal: expect.stringContaining(":profile/"),
      }),
    );
  });

  test("secrets of every region are listed with who can read them, and never asked for", async () => {
    const { records, server } = await read(
      {},
      { ...keyConfig, regions: ["us-east-1", "eu-west-1"] },
      ["secrets"],
    );
    const secrets = records.flatMap((one) => (one.type === "stored_secret" ? [one] : []));
    expect(secrets).toHaveLength(6);
    expect(secrets[0]?.readableBy).toContain("444455556666");
    const rotated = secrets
      .slice(0, 3)
      .map(({ facts: { lastRotatedAt: at } }) =>
        at.state === "known" ? at.value !== null : at.reason,
      );
    // Never changed; rotated by AWS; changed by hand, perhaps its value.
    expect(rotated).toEqual([false, true, "not_offered"]);
    expect(server.calls.has("GetSecretValue")).toBe(false);
  });
});
