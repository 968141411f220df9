import { afterEach, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { Gap } from "../contract";
import { connector } from "./index";
import { manifest } from "./manifest";
import { startStandIn } from "./testing/stand-in";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const [home, other, third] = ["111122223333", "222233334444", "333344445555"] as const;

/** An organisation whose accounts may change from run to run of the same source. */
async function startOrganization() {
  const accounts = [home, other, third] as string[];
  const states: Record<string, string> = {};
  const server = await startStandIn({ accounts, states });
  const io = testConnectorIo({ limits: { wallMs: 100_000, connectMs: 20_000 } });
  closers.push(
    () => io.close(),
    () => server.close(),
  );
  const open = (more: object = {}) =>
    connector.connect(
      manifest.config.parse({
        authMode: "organization",
        accessKeyId: ["AKIA", "STANDIN000000000"].join(""),
        secretAccessKey: "stand-in-secret-value",
        endpoint: server.url,
        ...more,
      }),
      io,
    );
  const run = async (more: object = {}, until = "service-last-accessed") => {
    const connection = await open(more);
    const gaps: Record<string, Gap[]> = {};
    for (const stream of connection.streams) {
      const found: Gap[] = [];
      let cursor: string | null = null;
      do {
        const page = await stream.list(cursor);
        expect(page.complete).toBe((page.gaps ?? []).length === 0);
        found.push(...(page.gaps ?? []));
        cursor = page.nextCursor;
      } while (cursor !== null);
      gaps[stream.name] = found;
      if (stream.name === until) break;
    }
    return gaps;
  };
  return { accounts, states, open, run };
}

const scopes = (gaps: Record<string, Gap[]>) =>
  new Set(Object.values(gaps).map((list) => list.map((gap) => gap.scope).join()));

describe("an account that leaves the organisation", () => {
  test.each([
    ["suspended", "SUSPENDED", "not_enabled", "is suspended and was not read"],
    ["in closure", "PENDING_CLOSURE", "not_enabled", "is pending closure and was not read"],
    ["removed", null, "not_found", "is no longer in the organisation"],
  ])("%s: every stream of one run tells it, and the next run lets it go", async (...row) => {
    const [, state, reason, words] = row;
    const { accounts, states, run } = await startOrganization();
    expect(scopes(await run())).toEqual(new Set([""]));
    if (state === null) accounts.splice(1, 1);
    else states[other] = state;
    const told = await run();
    expect(scopes(told)).toEqual(new Set([`account ${other}`]));
    expect(told["users"]).toMatchObject([
      { reason, scope: `account ${other}`, message: expect.stringContaining(words) },
    ]);
    expect(scopes(await run())).toEqual(new Set([""]));
  });

  test("a run that does not come to its end has not told it: the next one tells it again", async () => {
    const { states, run } = await startOrganization();
    await run();
    states[other] = "SUSPENDED";
    await run({}, "roles");
    expect(scopes(await run())).toEqual(new Set([`account ${other}`]));
  });

  test("one that comes back is read again as if nothing had been", async () => {
    const { states, run } = await startOrganization();
    await run();
    states[other] = "SUSPENDED";
    await run();
    delete states[other];
    expect(scopes(await run())).toEqual(new Set([""]));
  });

  test("the last active one of the source is told too", async () => {
    const { states, run } = await startOrganization();
    const only = { includeAccounts: [other] };
    await run(only);
    states[other] = "SUSPENDED";
    expect(scopes(await run(only))).toEqual(new Set([`account ${other}`]));
    expect(scopes(await run(only))).toEqual(new Set([""]));
  });

  test("one that a person leaves out is not held back", async () => {
    const { run } = await startOrganization();
    await run();
    expect(scopes(await run({ excludeAccounts: [other] }))).toEqual(new Set([""]));
  });

  test("verify names wanted accounts that are not active", async () => {
    const { states, open } = await startOrganization();
    states[third] = "SUSPENDED";
    const found = await (await open({ includeAccounts: [other, third] })).verify();
    expect(found.warnings).toContain(`Not an active account of the organisation: ${third}.`);
  });
});
