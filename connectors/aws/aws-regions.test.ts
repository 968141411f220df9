import { afterEach, describe, expect, test } from "vitest";
import { OutboundError } from "@/lib/domain/outbound-error";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { Connection, ConnectorIo, Page } from "../contract";
import { connector } from "./index";
import { manifest } from "./manifest";
import type { StandInOptions } from "./testing/asked";
import { startStandIn } from "./testing/stand-in";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const three = ["ap-southeast-2", "eu-west-1", "us-east-1"];
const regional = [
  "secrets",
  "ssm-parameters",
  "roles-anywhere",
  "pod-identities",
  "access-analyzer",
];

interface Opened {
  connection: Connection;
  calls: Map<string, number>;
  again: (change?: (io: ConnectorIo) => ConnectorIo) => Promise<Connection>;
}

async function open(options: StandInOptions, regions: string[] = []): Promise<Opened> {
  const server = await startStandIn(options);
  const io = testConnectorIo({ limits: { wallMs: 100_000, connectMs: 20_000 } });
  closers.push(
    () => io.close(),
    () => server.close(),
  );
  const config = manifest.config.parse({
    authMode: options.accounts ? "organization" : "access_key",
    accessKeyId: ["AKIA", "STANDIN000000000"].join(""),
    secretAccessKey: "stand-in-secret-value",
    endpoint: server.url,
    regions,
  });
  const again: Opened["again"] = (change = (one) => one) => connector.connect(config, change(io));
  return { connection: await again(), calls: server.calls, again };
}

async function pagesOf(connection: Connection, name: string): Promise<Page[]> {
  const pages: Page[] = [];
  const stream = connection.streams.find((one) => one.name === name);
  let cursor: string | null = null;
  do {
    const page: Page | undefined = await stream?.list(cursor);
    if (page) pages.push(page);
    cursor = page?.nextCursor ?? null;
  } while (cursor !== null);
  return pages;
}

const secretsIn = (pages: Page[]): string[] =>
  pages.flatMap((page) =>
    page.records.flatMap((one) => (one.type === "stored_secret" ? [one.externalId] : [])),
  );
const regionsIn = (pages: Page[]): string[] => [
  ...new Set(secretsIn(pages).map((arn) => arn.split(":")[3] ?? "")),
];
const recordsIn = (pages: Page[]) =>
  pages.flatMap((page) =>
    page.records.flatMap((one) => (one.type === "stored_secret" ? [one.externalId] : [])),
  );
const gapsIn = (pages: Page[]) => pages.flatMap((page) => page.gaps ?? []);

/** The network as it is in a region that a service does not have, or that answers in its own way. */
const inRegion =
  (region: string, answer: () => ReturnType<ConnectorIo["exchange"]>) =>
  (io: ConnectorIo): ConnectorIo => ({
    ...io,
    exchange: (asked) =>
      Object.values(asked.headers).some((header) => header.includes(`/${region}/`))
        ? answer()
        : io.exchange(asked),
  });
const noSuchHost = () =>
  Promise.reject(
    new OutboundError("network", "No address.", {
      cause: Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" }),
    }),
  );

describe("regions", () => {
  test("without a choice every enabled region is read, and asked for once", async () => {
    const { connection, calls } = await open({ regions: three });
    for (const name of regional) {
      const pages = await pagesOf(connection, name);
      expect([name, gapsIn(pages)]).toEqual([name, []]);
      expect([name, pages.length >= three.length]).toEqual([name, true]);
    }
    expect(regionsIn(await pagesOf(connection, "secrets"))).toEqual(three);
    expect(calls.get("DescribeRegions")).toBe(1);
  });

  test("a given list limits the reading, and nothing is discovered", async () => {
    const { connection, calls } = await open({ regions: three }, ["eu-west-1"]);
    const pages = await pagesOf(connection, "secrets");
    expect(regionsIn(pages)).toEqual(["eu-west-1"]);
    expect(pages.every((page) => page.complete)).toBe(true);
    expect(calls.has("DescribeRegions")).toBe(false);
    expect((await connection.verify()).missing).toEqual([]);
    expect(calls.has("DescribeRegions")).toBe(false);
  });

  test.each(regional)(
    "without the permission %s reads the default region and is not complete",
    async (name) => {
      const { connection } = await open({ regions: three, denied: ["ec2:DescribeRegions"] });
      const pages = await pagesOf(connection, name);
      expect(pages.every((page) => page.complete)).toBe(false);
      expect(gapsIn(pages)).toMatchObject([
        {
          reason: "forbidden",
          permission: "ec2:DescribeRegions",
          scope: "account 111122223333: regions other than us-east-1",
          message: expect.stringContaining("only us-east-1 was read"),
        },
      ]);
      expect(regionsIn(pages).filter((region) => region !== "us-east-1")).toEqual([]);
      const service = { secrets: "secretsmanager", "ssm-parameters": "ssm" }[name];
      const notPrefix = `arn:aws:${service}:us-east-1:111122223333:`;
      if (!service) return;
      const within = { part: "111122223333", notPrefix };
      expect(gapsIn(pages).map((gap) => gap.within)).toEqual([within]);
    },
  );

  test("every account of an organisation is asked for its own regions, and one that refuses is one gap", async () => {
    const accounts = ["111122223333", "222233334444", "333344445555"];
    const { connection, calls } = await open({
      regions: three,
      accounts,
      closedAccounts: ["222233334444"],
    });
    const pages = await pagesOf(connection, "secrets");
    expect(gapsIn(pages).map((gap) => [gap.permission, gap.scope])).toEqual([
      ["sts:AssumeRole", "account 222233334444: secrets"],
    ]);
    expect(secretsIn(pages)).toHaveLength(2 * 3 * 3);
    expect(calls.get("DescribeRegions")).toBe(2);
  });

  test("a run goes on in its region on a new connection, also when that region is gone", async () => {
    const { again } = await open({ regions: three, pageSize: 2 });
    const stream = async () => (await again()).streams.find((one) => one.name === "ssm-parameters");
    const first = await (await stream())?.list(null);
    expect(JSON.parse(first?.nextCursor ?? "")).toMatchObject({ region: "ap-southeast-2" });
    const second = await (await stream())?.list(first?.nextCursor ?? "");
    expect(JSON.parse(second?.nextCursor ?? "")).toMatchObject({ region: "eu-west-1", at: null });
    const gone = { account: "111122223333", region: "eu-central-1", at: "2" };
    const third = await (await stream())?.list(JSON.stringify(gone));
    expect(third ? regionsIn([third]) : []).toEqual(["eu-west-1"]);
  });

  test("a service without an address in a region is not offered there; one that answered before is out of reach", async () => {
    const { again } = await open({ regions: three });
    const absent = inRegion("eu-west-1", noSuchHost);
    const pages = await pagesOf(await again(absent), "secrets");
    expect(regionsIn(pages)).toEqual(["ap-southeast-2", "us-east-1"]);
    expect(gapsIn(pages)).toEqual([]);
    expect(gapsIn(await pagesOf(await again(absent), "roles-anywhere"))).toEqual([]);
    await pagesOf(await again(), "secrets");
    await expect(pagesOf(await again(absent), "secrets")).rejects.toMatchObject({
      code: "unavailable",
    });
  });

  test("a region that does not know the credential yet is a gap, and the others are read", async () => {
    const { again } = await open({ regions: three });
    const unknown = inRegion("eu-west-1", () =>
      Promise.resolve({
        status: 403,
        headers: new Headers({ "x-amzn-errortype": "UnrecognizedClientException" }),
        body: new TextEncoder().encode("{}"),
      }),
    );
    const pages = await pagesOf(await again(unknown), "secrets");
    expect(regionsIn(pages)).toEqual(["ap-southeast-2", "us-east-1"]);
    expect(gapsIn(pages)).toMatchObject([
      {
        scope: "account 111122223333, eu-west-1: secrets",
        within: {
          part: "111122223333",
          idPrefix: "arn:aws:secretsmanager:eu-west-1:111122223333:",
        },
      },
    ]);
    // A gap that hides one region must hide it by the ids that its rows have, and no other's.
    const all = recordsIn(await pagesOf((await open({ regions: three })).connection, "secrets"));
    const hidden = all.filter((id) =>
      id.startsWith("arn:aws:secretsmanager:eu-west-1:111122223333:"),
    );
    expect(hidden.length).toBeGreaterThan(0);
    expect(recordsIn(pages).toSorted()).toEqual(
      all.filter((id) => !hidden.includes(id)).toSorted(),
    );
  });

  test("a region that a policy of the organisation closes is a gap of its own", async () => {
    const { again } = await open({ regions: three });
    const closed = inRegion("ap-southeast-2", () =>
      Promise.resolve({
        status: 400,
        headers: new Headers(),
        body: new TextEncoder().encode('{"__type":"AccessDeniedException"}'),
      }),
    );
    const pages = await pagesOf(await again(closed), "ssm-parameters");
    expect(regionsIn(pages)).toEqual(["eu-west-1", "us-east-1"]);
    expect(gapsIn(pages)).toMatchObject([
      {
        permission: "ssm:DescribeParameters",
        scope: "account 111122223333, ap-southeast-2: ssm-parameters",
      },
    ]);
  });

  test("an answer that names no region is refused instead of being read as none", async () => {
    const { connection } = await open({ regions: [] });
    await expect(pagesOf(connection, "secrets")).rejects.toMatchObject({
      code: "unexpected_response",
    });
  });
});
