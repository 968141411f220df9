import { describe, expect, it } from "vitest";
import type { Page, Stream } from "@/connectors/contract";
import { joinPages, readAhead, takePages } from "./read-ahead";
import type { RunState } from "./run-state";

const page = (at: number, changes: Partial<Page> = {}): Page => ({
  records: [],
  nextCursor: String(at + 1),
  complete: true,
  ...changes,
});

/** A stream that answers at once, and what it was asked. */
function answering(answer: (at: number) => Page) {
  const asked: number[] = [];
  let open = 0;
  let mostOpen = 0;
  const list = async (cursor: string | null): Promise<Page> => {
    asked.push(Number(cursor));
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    await new Promise(setImmediate);
    open -= 1;
    return answer(Number(cursor));
  };
  const source: Stream = { name: "users", title: "Users", permissions: [], list };
  return { source, asked, mostOpen: () => mostOpen };
}

/** A run that has these streams still to read, each from `cursor` on. */
const job = (streams: Stream[], cursor: string | null = null) =>
  ({
    ahead: [],
    isFirstReading: true,
    streams: streams.map(({ name }) => ({ name, state: "pending", cursor })),
    connection: { streams },
  }) as unknown as RunState;
const settled = async (): Promise<void> => {
  for (let n = 0; n < 200; n += 1) await new Promise(setImmediate);
};

/** Takes the first page, lets others be read meanwhile, and takes what came. */
async function takeTwice(source: Stream, state = job([source]), may = () => true) {
  const [first] = await takePages(state, source, "0");
  readAhead(state, first, may);
  await settled();
  return { state, next: await takePages(state, source, "1") };
}

describe("reading ahead", () => {
  it("asks for one page at a time and gives in order all that came", async () => {
    const { source, asked, mostOpen } = answering((at) =>
      page(at, at === 5 ? { nextCursor: null } : {}),
    );
    const { next } = await takeTwice(source);
    expect(next.map((one) => one.read.page.nextCursor)).toEqual(["2", "3", "4", "5", null]);
    expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
    expect(mostOpen()).toBe(1);
  });

  it("holds few pages, however empty, and goes on when they are taken", async () => {
    const { source, asked } = answering((at) => page(at));
    const { state, next } = await takeTwice(source);
    expect(next).toHaveLength(20);
    expect(asked).toHaveLength(21);
    readAhead(state, next.at(-1) ?? next[0], () => true);
    await settled();
    expect(await takePages(state, source, "21")).toHaveLength(20);
  });

  it("gives no more than 20,000 records at once, and at least a page", async () => {
    const { source } = answering((at) => page(at, { records: Array(8_000).fill(null) }));
    const { state, next } = await takeTwice(source);
    expect(next).toHaveLength(2);
    expect(await takePages(state, source, "3")).toHaveLength(1);
    const { source: huge } = answering((at) => page(at, { records: Array(30_000).fill(null) }));
    expect((await takeTwice(huge)).next).toHaveLength(1);
  });

  it("asks for the next page before it digests one", async () => {
    const order: string[] = [];
    const record = (at: number) => ({
      get type() {
        order.push(`digest ${at}`);
        return "usage";
      },
    });
    const { source } = answering((at) => {
      order.push(`answer ${at}`);
      return page(at, {
        records: [record(at)] as never,
        ...(at === 3 ? { nextCursor: null } : {}),
      });
    });
    const list: Stream["list"] = (cursor) => {
      order.push(`ask ${cursor}`);
      return source.list(cursor);
    };
    const asking = { ...source, list };
    await takeTwice(asking, { ...job([asking]), isFirstReading: false });
    for (const at of [1, 2])
      expect(order.indexOf(`ask ${at + 1}`)).toBeLessThan(order.indexOf(`digest ${at}`));
    expect(order.filter((what) => what === "digest 3")).toHaveLength(1);
  });

  it("goes on while somebody waits for the page that is on its way", async () => {
    const { source, asked } = answering((at) => page(at));
    const state = job([source]);
    const [first] = await takePages(state, source, "0");
    readAhead(state, first, () => true);
    expect(await takePages(state, source, "1")).toHaveLength(1);
    await settled();
    expect(asked).toHaveLength(22);
  });

  it("asks nothing more once the limit is used up, a page comes again or time is over", async () => {
    const rate = { remaining: 0, resetAt: new Date() };
    const used = answering((at) => page(at, at === 2 ? { rate } : {}));
    await takeTwice(used.source);
    expect(used.asked).toEqual([0, 1, 2]);
    const again = answering((at) => page(at, at === 2 ? { nextCursor: "2" } : {}));
    await takeTwice(again.source);
    expect(again.asked).toEqual([0, 1, 2]);
    let left = 2;
    const late = answering((at) => page(at));
    await takeTwice(late.source, job([late.source]), () => left-- > 0);
    expect(late.asked).toEqual([0, 1, 2]);
  });

  it("gives the pages before one that failed, then what it threw, then asks again", async () => {
    let works = false;
    const { source } = answering((at) => {
      if (at === 3 && !works) throw new Error("down");
      return page(at);
    });
    const { state, next } = await takeTwice(source);
    expect(next).toHaveLength(2);
    await expect(takePages(state, source, "3")).rejects.toThrow("down");
    works = true;
    expect(await takePages(state, source, "3")).toHaveLength(1);
  });

  it("goes on with the next stream that is not finished, from where it stands", async () => {
    const users = answering((at) => page(at, at === 2 ? { nextCursor: null } : {}));
    const [done, keys] = [answering((at) => page(at)), answering((at) => page(at))];
    const named = [
      users.source,
      { ...done.source, name: "done" },
      { ...keys.source, name: "keys" },
    ];
    const state = job(named, "7");
    Object.assign(state.streams[1] ?? {}, { state: "complete" });
    const { next } = await takeTwice(users.source, state);
    expect(next.map((one) => one.cursor)).toEqual(["1", "2"]);
    expect(done.asked).toEqual([]);
    expect(keys.asked.slice(0, 2)).toEqual([7, 8]);
    const [first] = await takePages(state, { ...keys.source, name: "keys" }, "7");
    expect(first).toMatchObject({ stream: "keys", cursor: "7" });
    expect(keys.asked.filter((at) => at === 7)).toHaveLength(1);
  });

  it("forgets what it holds of another stream or place", async () => {
    const { source } = answering((at) => page(at));
    const { state } = await takeTwice(source);
    const keys = answering((at) => page(at, { nextCursor: null }));
    expect(await takePages(state, { ...keys.source, name: "keys" }, "7")).toHaveLength(1);
    expect(keys.asked).toEqual([7]);
  });
});

describe("pages as one", () => {
  it("lack what each of them lacks, also what one does not name", () => {
    const gap = { reason: "forbidden" as const, scope: "org", message: "Not this." };
    const digests = { others: [], byTable: new Map() };
    const read = [
      page(0, { complete: false }),
      page(1, { complete: false, gaps: [gap], read: ["a"] }),
      page(2, { read: ["b"] }),
    ].map((one) => ({ page: one, digests }));
    const joined = joinPages("users", read).page;
    expect(joined).toMatchObject({ complete: false, nextCursor: "3", read: ["a", "b"] });
    expect(joined.gaps).toEqual([expect.objectContaining({ scope: "users" }), gap]);
  });
});
