import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { connector } from "./index";
import { manifest } from "./manifest";
import { details, user, read } from "./testing/files";

describe("a file of any size", () => {
  test("lets other work go on while it is looked through", async () => {
    const filler = "x".repeat(2_000);
    const users = Array.from({ length: 8_000 }, (_, n) =>
      user(`u${n}`, { Tags: [{ Key: "note", Value: filler }] }),
    );
    let turns = 0;
    let reading = true;
    const others = (): void => {
      turns += 1;
      if (reading) setImmediate(others);
    };
    setImmediate(others);
    const { names } = await read([details(users)]);
    reading = false;
    expect(names).toHaveLength(8_001);
    expect(turns).toBeGreaterThan(3);
  });

  test("files are asked for one at a time, not again by the next connection, and one that is gone ends the reading", async () => {
    let open = 0;
    const asked: number[] = [];
    const stored = (name: string, text: string) => ({
      name,
      bytes: text.length,
      sha256: createHash("sha256").update(text).digest("hex"),
      read: async () => {
        asked.push((open += 1));
        await new Promise((done) => setImmediate(done));
        open -= 1;
        if (text === "") throw new Error("gone");
        return Buffer.from(text);
      },
    });
    const texts = ["anna", "bert"].map((name) => details([user(name)]));
    const io = testConnectorIo();
    const files = texts.map((text, at) => stored(`file-${at}`, text));
    const connection = await connector.connect(manifest.config.parse({ files }), io);
    for (const stream of connection.streams) await stream.list(null);
    expect(new Set(asked)).toEqual(new Set([1]));
    asked.length = 0;
    await (await connector.connect(manifest.config.parse({ files }), io)).verify();
    expect(asked).toEqual([]);
    const gone = manifest.config.parse({ files: [stored("gone.json", "")] });
    await expect((await connector.connect(gone, io)).verify()).rejects.toThrow("gone");
    await io.close();
  });

  const refused: [string, string, RegExp][] = [
    [
      "an entry beyond all measure",
      details([user("anna", { Tags: [{ Key: "k", Value: "x".repeat(6_000_000) }] })]),
      /file-0 has an entry of more than 5 MB near byte 19/,
    ],
    ["a line without an end", "user,arn".padEnd(3_000_000, "x"), /file-0 is neither/],
    ["lists in lists without an end", "[".repeat(1_000_000), /file-0/],
    [
      "depths inside an entry",
      `{"UserDetailList":[${"[".repeat(400_000)}${"]".repeat(400_000)}]}`,
      /file-0 .*UserDetailList\.0/,
    ],
    ["a second comma", '{"UserDetailList":[],,"Policies":[]}', /not valid JSON near byte 21/],
    ["words after the end", `${details([])} and more`, /not valid JSON/],
    ["a name without quotes", "{UserDetailList:[]}", /not valid JSON near byte 1/],
    ["a list that is none", '{"UserDetailList":{}}', /\(UserDetailList\)/],
    ["a report that is no base64", '{"Content":"?!"}', /not the output of aws iam/],
    ["a text that ends in a name", '{"UserDetailList', /ends in the middle/],
    ["a text that ends before a value", '{"UserDetailList":', /ends in the middle/],
  ];
  test.each(refused)("%s is refused by name, with the reason", async (_, text, reason) => {
    await expect(read([text])).rejects.toMatchObject({
      code: "unexpected_response",
      message: expect.stringMatching(reason) as string,
    });
  });
});
