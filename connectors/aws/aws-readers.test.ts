import { afterEach, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { Gap } from "../contract";
import { rewritten, startFaultServer } from "../testing/fault-server";
import { connector } from "./index";
import { manifest } from "./manifest";
import { drain, keyConfig } from "./testing/reading";
import { startStandIn } from "./testing/stand-in";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Reads one stream of a stand-in again and again, with its answers rewritten in between. */
async function reader(stream: string) {
  const server = await startStandIn({ regions: ["eu-west-1"] });
  const proxy = await startFaultServer(server.url);
  const io = testConnectorIo({ limits: { wallMs: 30_000, connectMs: 10_000 } });
  closers.push(
    () => io.close(),
    () => proxy.close(),
    () => server.close(),
  );
  const config = manifest.config.parse({ ...keyConfig, endpoint: proxy.url });
  const read = async () => {
    const gaps: Gap[] = [];
    const records = await drain(await connector.connect(config, io), [stream], gaps);
    const ids = (type: string) =>
      records.flatMap((one) => (one.type === type && "externalId" in one ? [one.externalId] : []));
    return { gaps, ids };
  };
  return { read, rewrite: (how: (body: string) => string) => proxy.misbehave(rewritten(how)) };
}

test("a resource policy that cannot be read hides who may read that secret, and no more", async () => {
  const { read, rewrite } = await reader("secrets");
  const whole = await read();
  rewrite((body) =>
    body.replace(/"ResourcePolicy":"(?:[^"\\]|\\.)*"/, String.raw`"ResourcePolicy":"{}"`),
  );
  const { gaps, ids } = await read();
  expect([whole.gaps, whole.ids("trust").length, ids("trust")]).toEqual([[], 1, []]);
  expect(ids("stored_secret")).toEqual(whole.ids("stored_secret"));
  const arn = ids("stored_secret").find((id) => whole.ids("trust")[0]?.startsWith(id));
  expect(gaps).toEqual([
    {
      reason: "not_found",
      scope: arn,
      message: expect.stringContaining("could not be read"),
      within: { part: "111122223333", idPrefix: arn, only: ["trust"] },
    },
  ]);
});

test("a trust policy that cannot be read hides who may assume that role, and no more", async () => {
  const { read, rewrite } = await reader("roles");
  const whole = await read();
  const [role = "none"] = whole.ids("trust").map((id) => id.split("/")[0] ?? "");
  const policyOf = /(<RoleId>([^<]*)<[^]*?<AssumeRolePolicyDocument>)[^<]*/g;
  rewrite((body) =>
    body.replace(policyOf, (all, start: string, id: string) => (id === role ? `${start}{}` : all)),
  );
  const { gaps, ids } = await read();
  expect(ids("identity")).toEqual(whole.ids("identity"));
  expect(ids("trust")).toEqual(whole.ids("trust").filter((id) => !id.startsWith(`${role}/`)));
  expect(whole.gaps).toEqual([]);
  expect(gaps).toEqual([
    {
      reason: "not_found",
      scope: expect.stringMatching(/^role /),
      message: expect.stringContaining("who may assume it is unknown"),
      within: { part: "111122223333", idPrefix: role, only: ["trust"] },
    },
  ]);
});
