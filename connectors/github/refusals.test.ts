import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { ConnectorError } from "../contract";
import { faults, startFaultServer } from "../testing/fault-server";
import { connector } from "./index";
import { manifest } from "./manifest";
import { startGitHub } from "./testing/stand-in";
import {
  appConfig,
  identitiesOf,
  lenient,
  pagesOf,
  recordsOf,
  tokenConfig,
  type StandIn,
} from "./testing/reading";
import { createWorld, type World } from "./testing/world";

let standIn: StandIn;
let proxy: Awaited<ReturnType<typeof startFaultServer>>;
let io: ReturnType<typeof testConnectorIo>;
beforeAll(async () => {
  standIn = await startGitHub(createWorld({ repos: 8 }));
  proxy = await startFaultServer(standIn.url);
});
afterAll(async () => {
  await proxy.close();
  await standIn.close();
});
beforeEach(() => {
  standIn.faults.length = 0;
  standIn.requests.length = 0;
  io = testConnectorIo({ limits: lenient });
  return () => io.close();
});

const limited = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: { message: "You have exceeded a secondary rate limit" },
});
const refuse = (answer: { status: number; body: unknown }, isMeant: (path: string) => boolean) =>
  standIn.faults.push(({ path }) => (isMeant(path) ? answer : undefined));
/** What is read of one stream in another organisation. */
async function pagesIn(world: World, stream: string) {
  const other = await startGitHub(world);
  const pages = await pagesOf(appConfig(other), io, stream);
  await other.close();
  return pages[stream] ?? [];
}
const connectTo = (config: object) => connector.connect(manifest.config.parse(config), io);

describe("a part that GitHub does not show", () => {
  test("a permission that is missing is one gap over the organisation, not an empty list", async () => {
    const { administration: _, ...rest } = standIn.world.appPermissions;
    const [, ...pages] = await pagesIn({ ...standIn.world, appPermissions: rest }, "deploy-keys");
    expect(pages).toHaveLength(1);
    expect(pages[0]).toMatchObject({
      complete: false,
      gaps: [{ reason: "forbidden", scope: "acme", permission: "administration:read" }],
    });
  });

  test("one repository that refuses is a gap of its own and the others are read", async () => {
    refuse(
      { status: 404, body: { message: "Not Found" } },
      (path) => path === "/repos/acme/service-3/keys",
    );
    const pages = (await pagesOf(appConfig(standIn), io, "deploy-keys"))["deploy-keys"] ?? [];
    expect(pages.flatMap(({ gaps }) => gaps ?? [])).toMatchObject([
      { scope: "acme/service-3", reason: "not_found", within: "unread" },
    ]);
    const read = new Set(pages.flatMap((page) => page.read ?? []));
    const repos = standIn.world.repos.map(({ repo }) => repo);
    const others = repos.filter(({ name }) => name !== "service-3");
    expect(read).toEqual(new Set(["acme", ...others.map(({ id }) => String(id))]));
    expect(identitiesOf(recordsOf(pages))).toHaveLength(7);
  });

  test("without single sign-on, its credentials are a gap that names the plan", async () => {
    const pages = await pagesIn({ ...createWorld(), ssoCredentials: null }, "sso-credentials");
    expect(pages).toMatchObject([{ complete: false, gaps: [{ reason: "plan" }], records: [] }]);
  });

  test("an App on selected repositories says that the others are not covered", async () => {
    const world = { ...createWorld(), repositorySelection: "selected" as const };
    const pages = await pagesIn(world, "webhooks");
    expect(pages.at(-1)).toMatchObject({
      complete: false,
      gaps: [{ scope: "acme", within: "unread" }],
    });
    const read = new Set(pages.flatMap((page) => page.read ?? []));
    for (const record of recordsOf(pages)) {
      if (record.type !== "identity") continue;
      const { attributes, container } = record;
      const id = attributes["repositoryId"];
      expect(read).toContain(typeof id === "number" ? `${id}` : container);
    }
  });
});

describe("a limit or a list without an end", () => {
  test("a secondary rate limit goes back to the runner with GitHub's own wait", async () => {
    refuse(limited(403, { "retry-after": "61" }), (path) => path.endsWith("/hooks"));
    const error = await pagesOf(appConfig(standIn), io, "webhooks").catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error).toMatchObject({ code: "rate_limited", extra: { retryAfterMs: 61_000 } });
  });

  test("a secondary limit without a time leaves the wait to the runner, whatever the hourly reset says", async () => {
    for (const status of [403, 429]) {
      standIn.faults.length = 0;
      refuse(limited(status), (path) => path.endsWith("/hooks"));
      // Octokit's throttle would wait a minute by itself: it must hand back at once.
      const before = Date.now();
      const error = await pagesOf(appConfig(standIn), io, "webhooks").catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: "rate_limited" });
      expect((error as ConnectorError).extra.retryAfterMs).toBeUndefined();
      expect(Date.now() - before).toBeLessThan(10_000);
    }
  });

  test("a limit that ends within three seconds is waited for and shown, once", async () => {
    let refusals = 1;
    refuse(
      limited(403, { "retry-after": "1" }),
      (path) => path === "/orgs/acme/hooks" && refusals-- > 0,
    );
    const connection = await connectTo(appConfig(standIn));
    const page = await connection.streams.find(({ name }) => name === "webhooks")?.list(null);
    expect(page).toMatchObject({ complete: true });
    expect(io.waits).toMatchObject([{ reason: "GitHub's rate limit" }]);
  });

  test("a list that gives the same page for ever ends, with a sentence that says so", async () => {
    const lists = {
      webhooks: "/orgs/acme/hooks",
      "deploy-keys": "/installation/repositories",
      "machine-users": "/orgs/acme/members",
      "app-installations": "/orgs/acme/installations",
      "oauth-apps": "/orgs/acme/audit-log",
      creators: "/orgs/acme/audit-log",
    };
    for (const [stream, list] of Object.entries(lists)) {
      const next = list.endsWith("/audit-log") ? "after=x" : "page=2";
      const endless = `<${proxy.url}/api/v3${list}?${next}>; rel="next"`;
      proxy.misbehave(
        async (response, pass) => {
          const { status, body } = await pass();
          response.writeHead(status, { "content-type": "application/json", link: endless });
          response.end(body);
        },
        { only: ({ path }) => path.startsWith(`/api/v3${list}?`) },
      );
      const asked = proxy.seen.length;
      const config = appConfig({ ...standIn, url: proxy.url });
      await expect(pagesOf(config, io, stream)).rejects.toMatchObject({
        code: "unexpected_response",
        message: expect.stringContaining("the same page again"),
      });
      expect(proxy.seen.length - asked).toBeLessThan(60);
    }
  });

  test("a link to another host is not followed", async () => {
    let sent = false;
    standIn.faults.push(({ path }) => {
      if (path !== "/orgs/acme/hooks" || sent) return;
      sent = true;
      return {
        status: 200,
        headers: { link: '<http://169.254.169.254/orgs/acme/hooks?page=2>; rel="next"' },
        body: [],
      };
    });
    const pages = (await pagesOf(appConfig(standIn), io, "webhooks")).webhooks;
    expect(
      recordsOf(pages).some(
        (record) => record.type === "identity" && record.externalId === "webhook:org:501",
      ),
    ).toBe(false);
    expect(
      standIn.requests.some(
        ({ path }) => path.includes("/orgs/acme/hooks") && path.includes("page=2"),
      ),
    ).toBe(true);
  });
});

describe("a read that meets a brief failure", () => {
  const hooks = "/api/v3/orgs/acme/hooks";
  const viaProxy = () => tokenConfig({ ...standIn, url: proxy.url });
  async function read(fault: keyof typeof faults, times: number) {
    let left = times;
    const from = proxy.seen.length;
    proxy.misbehave(faults[fault], { only: ({ path }) => path.startsWith(hooks) && left-- > 0 });
    const connection = await connectTo(viaProxy());
    await connection.verify();
    const list = connection.streams.find(({ name }) => name === "webhooks")?.list(null);
    const outcome = await Promise.resolve(list).then(
      (page) => (page?.complete ? "read" : "gap"),
      (error: unknown) => (error as ConnectorError).code,
    );
    const tries = proxy.seen
      .slice(from)
      .filter(({ path }) => path.startsWith(`${hooks}?`) || path === hooks).length;
    return { outcome, tries };
  }

  for (const fault of ["TCP reset", "502", "503"] as const) {
    test(`${fault} is repeated once and then read`, async () => {
      expect(await read(fault, 1)).toEqual({ outcome: "read", tries: 2 });
    });
    test(`${fault} that stays goes to the runner after one repeat`, async () => {
      expect(await read(fault, 9)).toEqual({ outcome: "unavailable", tries: 2 });
    });
  }

  test("500, 504 and a refusal are not repeated", async () => {
    expect(await read("500", 9)).toEqual({ outcome: "unavailable", tries: 1 });
    expect(await read("504", 9)).toEqual({ outcome: "unavailable", tries: 1 });
    expect(await read("404", 9)).toEqual({ outcome: "gap", tries: 1 });
  });

  test("an outage costs one repeat of a connection, however many calls it meets", async () => {
    proxy.misbehave(null);
    const connection = await connectTo(viaProxy());
    await connection.verify();
    const from = proxy.seen.length;
    proxy.misbehave(faults["503"]);
    const walks = ["webhooks", "deploy-keys", "self-hosted-runners", "actions-secrets"];
    for (const stream of connection.streams.filter(({ name }) => walks.includes(name))) {
      const cursor = JSON.stringify({ at: "1~", seen: [] });
      await expect(stream.list(cursor)).rejects.toMatchObject({ code: "unavailable" });
    }
    expect(proxy.seen.length - from).toBe(walks.length + 1);
  });

  test("a connection on which nothing was answered yet repeats nothing", async () => {
    proxy.misbehave(faults["503"]);
    const from = proxy.seen.length;
    const connection = await connectTo(viaProxy());
    await expect(connection.verify()).rejects.toMatchObject({ code: "unavailable" });
    expect(proxy.seen.length - from).toBe(1);
  });
});
