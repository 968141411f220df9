import fc from "fast-check";
import { expect, test } from "vitest";
import { watchMessageEnds } from "./message-ends";

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5, type);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const text = fc.string({
  unit: fc.integer({ min: 1, max: 255 }).map((n) => String.fromCharCode(n)),
});
const fields = fc
  .array(fc.tuple(fc.constantFrom("S", "C", "M", "D", "H", "P"), text))
  .map((all) =>
    Buffer.from(`${all.map(([type, said]) => `${type}${said}\0`).join("")}\0`, "latin1"),
  );
const bytes = fc.uint8Array({ maxLength: 40 }).map((all) => Buffer.from(all));
const whole = fc.oneof(
  fc.tuple(fc.constantFrom("E", "N"), fields),
  fc.tuple(fc.constantFrom("D", "T", "Z", "1", "S"), bytes),
);

/** What the watch says of the bytes, cut at these places. */
function watched(all: Buffer, cuts: readonly number[]): boolean {
  const isFine = watchMessageEnds();
  const places = [0, ...cuts.map((cut) => cut % (all.length + 1)), all.length].sort(
    (a, b) => a - b,
  );
  return places.slice(1).every((to, at) => isFine(all.subarray(places[at], to)));
}
const cuts = fc.array(fc.nat(), { maxLength: 8 });

test("whole messages pass, however they are cut", () => {
  fc.assert(
    fc.property(fc.array(whole), cuts, (all, at) => {
      expect(watched(Buffer.concat(all.map(([type, body]) => message(type, body))), at)).toBe(true);
    }),
  );
});

test("an error or notice without its end does not, nor what follows it", () => {
  const endless = fc.tuple(fc.constantFrom("E", "N"), bytes).filter(([, body]) => {
    const [last, before] = [body.at(-1), body.at(-2)];
    return last !== 0 || (body.length > 1 && before !== 0);
  });
  fc.assert(
    fc.property(fc.array(whole), endless, fc.array(whole), cuts, (before, broken, after, at) => {
      const all = [...before, broken, ...after].map(([type, body]) => message(type, body));
      expect(watched(Buffer.concat(all), at)).toBe(false);
    }),
  );
});

test("a message shorter than its own head does not pass", () => {
  for (const length of [0, 1, 3]) {
    const head = Buffer.alloc(5, "Z");
    head.writeUInt32BE(length, 1);
    expect(watched(head, [])).toBe(false);
  }
});
