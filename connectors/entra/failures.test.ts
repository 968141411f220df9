import { afterEach, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { refused, type Answer } from "./testing/changes";
import { ownCertificate } from "./testing/certificate";
import { manifest } from "./manifest";
import { guid } from "./testing/make";
import {
  certificateConfig,
  connect,
  lenient,
  pagesOf,
  recordsOf,
  secretConfig,
} from "./testing/reading";
import { startEntra } from "./testing/stand-in";
import { createWorld } from "./testing/world";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function tenant(
  options: { roles?: (role: string) => boolean; fault?: (path: string) => Answer | undefined } = {},
) {
  const world = createWorld();
  world.roles = world.roles.filter(options.roles ?? (() => true));
  const { fault } = options;
  const standIn = await startEntra({
    world,
    ...(fault ? { fault: ({ path }: { path: string }) => fault(path) } : {}),
  });
  const io = testConnectorIo({ limits: lenient });
  open.push(io, standIn);
  return { standIn, io, world, url: standIn.url };
}
const lacking = (permission: string) => tenant({ roles: (role) => role !== permission });

describe("signing in", () => {
  test("a certificate proves who we are, and verify says where and as whom", async () => {
    const { url, io, standIn, world } = await tenant();
    const found = await (await connect(certificateConfig(url), io)).verify();
    expect(found).toEqual({
      principal: "muster-reader",
      scope: `Contoso (${world.tenantId})`,
      missing: [],
      warnings: [],
      self: { externalId: `application:${guid("a99", 5)}`, name: "muster-reader" },
    });
    const [token] = standIn.requests;
    expect(token?.body).toContain("scope=https%3A%2F%2Fgraph.microsoft.com%2F.default");
    expect(standIn.requests.filter(({ path }) => path.endsWith("/token"))).toHaveLength(1);
  });

  test("a secret and rights to write are named as more than reading needs", async () => {
    const { url, io, world } = await tenant();
    world.roles.push("Application.ReadWrite.All");
    const { warnings } = await (await connect(secretConfig(url), io)).verify();
    expect(warnings[0]).toContain("Application.ReadWrite.All");
    expect(warnings[1]).toContain("client secret");
  });

  test.each([
    [{ clientId: guid("c11e", 77) }, "does not exist in this tenant (AADSTS700016)"],
    [{ privateKey: ownCertificate("other").privateKey }, "does not belong to the certificate"],
    [{ privateKey: "not a key" }, "private key cannot be read"],
    [{ certificate: "not a certificate" }, "certificate cannot be read"],
    [ownCertificate("other"), "not one of the application's (AADSTS700027)"],
    [ownCertificate("old", new Date("2025-01-01T00:00:00Z")), "expired on 2025-01-01"],
  ])("what is wrong with it is said in words (%#)", async (change, words) => {
    const { url, io } = await tenant();
    const { thumbprint: _thumbprint, ...changed } = { thumbprint: "", ...change };
    const connection = await connect({ ...certificateConfig(url), ...changed }, io);
    const asked = connection.verify();
    await expect(asked).rejects.toMatchObject({
      code: "unauthorized",
      message: expect.stringContaining(words),
    });
  });

  test("a wrong secret is never repeated in the message", async () => {
    const { url, io } = await tenant();
    const wrong = ["wr8Q~", "ong-secret"].join("");
    const connection = await connect({ ...secretConfig(url), clientSecret: wrong }, io);
    const error = await connection.verify().catch((caught: unknown) => caught);
    expect(String(error)).toContain("AADSTS7000215");
    expect(String(error)).not.toContain(wrong);
  });

  test.each([
    { ...certificateConfig("http://127.0.0.1:1"), privateKey: "" },
    { ...secretConfig("http://127.0.0.1:1"), clientSecret: undefined },
    { ...secretConfig("http://127.0.0.1:1"), graphUrl: "http://graph.example.com" },
    { ...secretConfig("http://127.0.0.1:1"), tenantId: "../other" },
    { ...secretConfig("http://127.0.0.1:1"), clientId: "muster" },
  ])("a configuration that could not work is refused before anything is sent (%#)", (config) => {
    expect(manifest.config.safeParse(config).success).toBe(false);
  });
});

describe("a refusal", () => {
  const page = async (of: Awaited<ReturnType<typeof tenant>>, stream: string) =>
    (await pagesOf(certificateConfig(of.url), of.io, stream)).at(-1);

  test("of directory roles is a gap, and a privilege that could be higher is unknown", async () => {
    const of = await lacking("RoleManagement.Read.Directory");
    expect(await page(of, "directory-roles")).toMatchObject({
      complete: false,
      gaps: [{ reason: "forbidden", permission: "RoleManagement.Read.Directory" }],
    });
    const records = recordsOf(await pagesOf(certificateConfig(of.url), of.io, "applications"));
    const privilege = (number: number) =>
      records.flatMap((each) =>
        each.type === "identity" && each.externalId.endsWith(guid("a99", number))
          ? [each.facts.privilege]
          : [],
      )[0];
    expect(privilege(2)).toMatchObject({ state: "unknown", reason: "permission_missing" });
    expect(privilege(1)).toMatchObject({ state: "known", value: { level: "admin" } });
  });

  test("of sign-in reports for want of a plan is a gap that says so, and dates are unknown", async () => {
    const fault = (path: string) =>
      path.startsWith("/beta/reports")
        ? refused(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant")
        : undefined;
    const of = await tenant({ fault });
    expect(await page(of, "sign-in-activity")).toMatchObject({ gaps: [{ reason: "plan" }] });
    const [app] = recordsOf(await pagesOf(certificateConfig(of.url), of.io, "applications"));
    expect(app).toMatchObject({
      facts: { lastUsedAt: { reason: "not_offered", detail: expect.stringContaining("P1 or P2") } },
    });
  });

  test.each([
    [refused(404, "Request_ResourceNotFound"), "not_found"],
    [refused(400, "BadRequest"), "not_enabled"],
    [refused(403, "Authorization_RequestDenied"), "forbidden"],
  ])("of agents leaves the rest of the run alone (%#)", async (answer, reason) => {
    const fault = (path: string) => (path.endsWith("agentIdentity") ? answer : undefined);
    const of = await tenant({ fault });
    for (const stream of ["agent-identities", "agent-sponsors"])
      expect(await page(of, stream)).toMatchObject({ complete: false, gaps: [{ reason }] });
    expect(await page(of, "service-principals")).toMatchObject({ complete: true });
  });

  test("another cloud is not asked for reports that it does not have", async () => {
    const of = await tenant();
    const config = { ...certificateConfig(of.url), cloud: "usgov" };
    const [only] = await pagesOf(config, of.io, "sign-in-activity");
    expect(only).toMatchObject({ complete: false, gaps: [{ reason: "not_enabled" }] });
    expect(of.standIn.requests).toEqual([]);
  });
});

describe("a list", () => {
  test("is never followed to another host", async () => {
    const elsewhere = {
      value: [],
      "@odata.nextLink": "https://attacker.example/v1.0/applications",
    };
    const fault = (path: string) =>
      path === "/v1.0/applications" ? { status: 200, body: elsewhere } : undefined;
    const of = await tenant({ fault });
    await expect(pagesOf(certificateConfig(of.url), of.io, "applications")).rejects.toMatchObject({
      code: "unexpected_response",
      message: expect.stringContaining("elsewhere"),
    });
  });

  test("that was stopped by a limit goes on where it stopped, on the same connection", async () => {
    let isLimited = true;
    const limit = { ...refused(429, "TooManyRequests"), headers: { "retry-after": "7" } };
    const fault = (path: string) =>
      isLimited && path === "/v1.0/oauth2PermissionGrants" ? limit : undefined;
    const of = await tenant({ fault });
    const connection = await connect(certificateConfig(of.url), of.io);
    const stream = connection.streams.find(({ name }) => name === "oauth2-permission-grants");
    await expect(stream?.list(null)).rejects.toMatchObject({
      code: "rate_limited",
      extra: { retryAfterMs: 7_000 },
    });
    isLimited = false;
    expect((await stream?.list(null))?.records.length).toBe(4);
  });

  test("takes no cursor that it did not give", async () => {
    const of = await tenant();
    const connection = await connect(certificateConfig(of.url), of.io);
    for (const cursor of ["https://attacker.example/", "/v1.1/x", "2 "])
      for (const stream of connection.streams.slice(0, 4))
        await expect(stream.list(cursor)).rejects.toMatchObject({ code: "unexpected_response" });
  });
});
