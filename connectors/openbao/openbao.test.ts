import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { Connection } from "../contract";
import { describeConformance } from "../testing/conformance";
import type { ConformanceHarness } from "../testing/conformance";
import { describeFuzz } from "../testing/fuzz";
import { connector } from "./index";
import { mapSecret } from "./kv-secrets";
import { manifest } from "./manifest";
import { canary, roleId, secretId, startOpenBao, token } from "./testing/stand-in";

const config = (url: string) => ({ address: url, authMode: "approle", roleId, secretId });

const harness: ConformanceHarness = {
  manifest,
  connector,
  start: () => startOpenBao(),
  config,
  canaries: [canary, secretId, token],
  lacking: {
    permission: "secret/metadata/*: list",
    start: () => startOpenBao({ capabilities: ["read"] }),
  },
  http: {
    // Each page is a folder.
    fansOut: true,
    listKey: ({ path }) => path,
    detail: ({ path }) => path.includes("/metadata/billing/stripe"),
  },
};
describeConformance("openbao", harness);
describeFuzz("openbao", harness, Number(process.env.MUSTER_FUZZ ?? 2_000));

describe("what a secret becomes", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  const found = {
    created_time: "2024-05-01T08:00:00.123456789Z",
    updated_time: "2024-06-01T08:00:00.5Z",
    current_version: 2,
    custom_metadata: { Owner: "platform@acme.example" },
    versions: {
      "1": { deletion_time: "", destroyed: false },
      "2": { deletion_time: "2024-07-01T00:00:00Z", destroyed: false },
    },
  };

  test("its dates are those of OpenBao, its owner is the one its own metadata names", () => {
    const [secret, , hint] = mapSecret("secret", "deploy", found, now);
    expect(secret).toMatchObject({
      externalId: "kv:secret/deploy",
      facts: {
        createdAt: { state: "known", value: "2024-05-01T08:00:00.123Z" },
        lastRotatedAt: { state: "known", value: "2024-06-01T08:00:00.500Z" },
        lastUsedAt: { state: "unknown", reason: "not_offered" },
      },
    });
    expect(hint).toMatchObject({ type: "owner_hint", candidate: "platform@acme.example" });
  });

  test("one whose newest version was deleted is disabled, and active again after an undelete", () => {
    expect(mapSecret("secret", "deploy", found, now)[0]).toMatchObject({ status: "disabled" });
    const versions = { ...found.versions, "2": { deletion_time: "", destroyed: false } };
    const back = { ...found, versions };
    expect(mapSecret("secret", "deploy", back, now)[0]).toMatchObject({ status: "active" });
  });
});

describe("delivering a new secret", () => {
  let bao: Awaited<ReturnType<typeof startOpenBao>>;
  let io: ReturnType<typeof testConnectorIo>;
  let connection: Connection;
  const delivery = (path: string) => {
    const found = connection.delivery?.({ kind: "kv2", fields: { path } });
    if (!found) throw new Error("No such destination");
    return found;
  };
  beforeAll(async () => {
    bao = await startOpenBao();
    io = testConnectorIo();
    connection = await connector.connect(manifest.config.parse(config(bao.url)), io);
  });
  afterAll(async () => {
    await io.close();
    await bao.close();
  });

  test("it becomes a new version, and no value is ever asked for", async () => {
    const place = delivery("/billing/stripe/");
    expect(await place.refusal()).toBeNull();
    const said = await place.deliver({ PGUSER: "billing", PGPASSWORD: "new-word" }, "token");
    expect(said).toBe("OpenBao keeps it as version 2 of billing/stripe.");
    expect(bao.valueOf("billing/stripe")).toEqual({ PGUSER: "billing", PGPASSWORD: "new-word" });
    const reads = bao.requests.filter(
      ({ method, path }) => method === "GET" && path.includes("/data/"),
    );
    expect(reads).toEqual([]);
  });

  test("after a lost answer the newest version holds the same value", async () => {
    const place = delivery("deploy");
    bao.loseNext();
    await expect(place.deliver({ KEY: "once" }, "token")).rejects.toMatchObject({
      code: "unavailable",
    });
    await place.deliver({ KEY: "once" }, "token");
    expect(bao.valueOf("deploy")).toEqual({ KEY: "once" });
  });

  test("a path that does not exist is refused in words, before and after the approval", async () => {
    expect(await delivery("nothing/here").refusal()).toContain("There is no secret nothing/here");
    const place = delivery("retired");
    bao.remove("retired");
    await expect(place.deliver({ KEY: "x" }, "token")).rejects.toMatchObject({ code: "forbidden" });
    expect(bao.versionsOf("retired")).toBe(0);
  });

  test("a credential that may not write is found out before anything is made", async () => {
    const other = await startOpenBao({ capabilities: ["read", "list"] });
    const reading = await connector.connect(manifest.config.parse(config(other.url)), io);
    const place = reading.delivery?.({ kind: "kv2", fields: { path: "deploy" } });
    expect(await place?.refusal()).toContain("may not update secret/data/deploy");
    await other.close();
  });

  test.each(["", "..", "a//b", "a/../b", "with space"])("%j is no path", (path) => {
    expect(connection.delivery?.({ kind: "kv2", fields: { path } })).toBeNull();
  });

  test("a wrong secret id is told apart from a missing permission", async () => {
    const wrong = { ...config(bao.url), secretId: "another" };
    const refused = await connector.connect(manifest.config.parse(wrong), io);
    await expect(refused.verify()).rejects.toMatchObject({ code: "unauthorized" });
  });
});
