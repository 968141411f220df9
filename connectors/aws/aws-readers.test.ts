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

test("a resource policy that cannot be read hides who may read that secret, and no more", async () => {
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
    const records = await drain(await connector.connect(config, io), ["secrets"], gaps);
    const ids = (type: string) =>
      records.flatMap((one) => (one.type === type && "externalId" in one ? [one.externalId] : []));
    return { gaps, stored: ids("stored_secret"), trusts: ids("trust") };
  };
  const whole = await read();
  proxy.misbehave(
    rewritten((body) =>
      body.replace(/"ResourcePolicy":"(?:[^"\\]|\\.)*"/, String.raw`"ResourcePolicy":"{}"`),
    ),
  );
  const { gaps, stored, trusts } = await read();
  expect([whole.gaps, whole.trusts.length, trusts, stored]).toEqual([[], 1, [], whole.stored]);
  const arn = whole.stored.find((id) => whole.trusts[0]?.startsWith(id));
  expect(gaps).toEqual([
    {
      reason: "not_found",
      scope: arn,
      message: expect.stringContaining("could not be read"),
      within: { part: "111122223333", idPrefix: arn, only: ["trust"] },
    },
  ]);
});
