import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { listPeople } from "./list-people";

useDatabase();

const admin = () => personContext("admin");
const names = async (input: Parameters<typeof listPeople>[1]): Promise<string[]> =>
  (await listPeople(admin(), input)).items.map(({ name }) => name);

beforeAll(async () => {
  const crowd = Array.from({ length: 201 }, (_, at) => ({
    email: `crowd-${at}@muster.example`,
    name: `Crowd ${at}`,
    role: "owner",
  }));
  await db().person.createMany({
    data: [
      ...crowd,
      { email: "zoe@other.example", name: "Zoë Ünal", role: "admin" },
      { email: "percent@muster.example", name: "Fifty%_Percent", role: "owner" },
    ],
  });
});

describe("the list of people", () => {
  it("finds people past its first page by a part of the name or of the address, in capitals or not", async () => {
    expect(await names({ text: "zOë Ün" })).toEqual(["Zoë Ünal"]);
    expect(await names({ text: "@OTHER." })).toEqual(["Zoë Ünal"]);
    expect(await names({ text: "nobody at all" })).toEqual([]);
  });

  it("takes every character of the text as itself", async () => {
    expect(await names({ text: "%" })).toEqual(["Fifty%_Percent"]);
    expect(await names({ text: "_" })).toEqual(["Fifty%_Percent"]);
  });

  it("gives everybody once over its pages, narrowed or not", async () => {
    for (const [text, total] of [
      ["", 203],
      ["crowd", 201],
    ] as const) {
      const first = await listPeople(admin(), { text });
      expect(first.items).toHaveLength(200);
      const rest = await listPeople(admin(), { text, cursor: first.nextCursor ?? "" });
      expect(rest.nextCursor).toBeNull();
      expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(total);
    }
  });

  it("says who has a second factor and who comes by single sign-on", async () => {
    const { id: personId } = await db().person.findUniqueOrThrow({
      where: { email: "zoe@other.example" },
    });
    const plain = { secondFactor: false, singleSignOn: false, lastSignInAt: null };
    expect((await listPeople(admin(), { text: "zoe" })).items[0]).toMatchObject(plain);
    const passkey = { credentialId: "z", publicKey: new Uint8Array([1]), counter: 0, name: "Key" };
    await db().passkey.create({ data: { personId, ...passkey } });
    await db().personLogin.create({ data: { personId, issuer: "https://idp", subject: "z" } });
    const lastSignInAt = new Date("2026-11-20T08:00:00Z");
    await db().person.update({ where: { id: personId }, data: { lastSignInAt } });
    expect((await listPeople(admin(), { text: "zoe" })).items[0]).toMatchObject({
      secondFactor: true,
      singleSignOn: true,
      lastSignInAt: lastSignInAt.toISOString(),
    });
  });
});
