import fc from "fast-check";
import { expect, test } from "vitest";
import { BadJson, JsonSlices } from "./json-slices";

const document = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue())), {
  maxKeys: 5,
});

/** The documents put together again from their pieces. */
function gathered(text: string): Record<string, unknown>[] {
  const bytes = Buffer.from(text);
  const slices = new JsonSlices(bytes, 0);
  const found: [string, unknown][][] = [];
  for (const { document: at, key, index, start, end } of slices.all()) {
    const value: unknown = JSON.parse(bytes.toString("utf8", start, end));
    const entries = (found[at] ??= []);
    if (index === null) entries.push([key, value]);
    else if (index === 0) entries.push([key, [value]]);
    else (entries.at(-1)?.[1] as unknown[] | undefined)?.push(value);
  }
  return found.map((entries) => Object.fromEntries(entries) as Record<string, unknown>);
}

const withoutEmpty = (one: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(one).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );

test("whatever documents hold, their pieces are what JSON.parse sees", () => {
  fc.assert(
    fc.property(
      fc.array(document.filter((one) => Object.keys(withoutEmpty(one)).length > 0)),
      fc.constantFrom(0, 1, 4),
      fc.constantFrom("", "\n", " \r\n\t"),
      fc.boolean(),
      (documents, indent, between, inAList) => {
        const parsed = documents.map((one) => JSON.parse(JSON.stringify(one)) as typeof one);
        const texts = parsed.map((one) => JSON.stringify(one, null, indent));
        const text = inAList ? `[${texts.join(`,${between}`)}]` : texts.join(between);
        expect(gathered(text)).toEqual(parsed.map(withoutEmpty));
      },
    ),
  );
});

test("a text that is cut anywhere is told to be cut", () => {
  const whole = JSON.stringify({ a: [{ b: 'x"\\' }, [1]], c: "\\\\", d: true, e: {} });
  for (let length = 1; length < whole.length; length += 1) {
    let why = "nothing";
    try {
      gathered(whole.slice(0, length));
    } catch (error) {
      why = error instanceof BadJson ? error.why : "other";
    }
    expect([length, why]).toEqual([length, "cut"]);
  }
});
