import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { ActionTarget, Connection, NewCredential } from "../contract";
import { marked, successorEnds } from "./actions/secret-rotation";
import { guid } from "./testing/make";
import { connect, lenient, secretConfig } from "./testing/reading";
import { startEntra } from "./testing/stand-in";
import { createWorld } from "./testing/world";

const mark = "muster-019a0000-0000-7000-8000-000000000001";
const holder = `application:${guid("a99", 1)}`;
const target: ActionTarget = {
  subject: "credential",
  kind: "client_secret",
  detail: "entra.application",
  externalId: `${holder}/secret/${guid("5ec", 1)}`,
  name: "deploy",
  holder: { externalId: holder, name: "payments-api" },
  attributes: {},
};
const world = createWorld();
world.roles.push("Application.ReadWrite.All");
let standIn: Awaited<ReturnType<typeof startEntra>>;
let io: ReturnType<typeof testConnectorIo>;
let connection: Connection;
const held = () => world.applications[0]?.passwordCredentials ?? [];
const rotation = () => {
  const found = connection.actions?.(target)?.rotation;
  if (!found) throw new Error("A client secret cannot be rotated");
  return found;
};

beforeAll(async () => {
  standIn = await startEntra({ world });
  io = testConnectorIo({ limits: lenient });
  connection = await connect(secretConfig(standIn.url), io);
});
afterAll(async () => {
  await io.close();
  await standIn.close();
});

describe("rotating a client secret", () => {
  test("a second secret works beside the old one, and only its holder ever sees its value", async () => {
    expect(await rotation().refusal()).toBeNull();
    const before = await rotation().existing();
    expect(before).toHaveLength(2);
    let made: NewCredential | undefined;
    const said = await rotation().create(mark, async (one) => void (made = one));
    expect(held()).toHaveLength(3);
    expect(made).toMatchObject({ name: `deploy (${mark})` });
    expect(before).not.toContain(made?.externalId);
    expect(made?.secret.AZURE_CLIENT_SECRET).toContain("value-");
    expect(said + io.logged.join()).not.toContain("value-");
  });

  test("one whose answer was lost is removed by its mark; the others stay", async () => {
    const known = [`${holder}/secret/${guid("5ec", 1)}`, `${holder}/secret/${guid("5ec", 2)}`];
    expect(await rotation().discard(known, mark, new Date())).toContain("whose value nobody knows");
    expect(held().map(({ displayName }) => displayName)).toEqual(["deploy", "old"]);
    expect(await rotation().discard(known, mark, new Date())).toContain("No secret");
  });

  test("one that cannot be kept is removed again", async () => {
    const full = async (): Promise<never> => Promise.reject(new Error("the disk is full"));
    await expect(rotation().create(mark, full)).rejects.toThrow("the disk is full");
    expect(held()).toHaveLength(2);
  });

  test("one that is gone is not rotated", async () => {
    const lost = { ...target, externalId: `${holder}/secret/${guid("5ec", 99)}` };
    const gone = connection.actions?.(lost)?.rotation;
    expect(await gone?.refusal()).toContain("does not exist any more");
    await expect(gone?.create(mark, async () => undefined)).rejects.toMatchObject({
      code: "unexpected_response",
    });
  });
});

test.each([
  ["2024-01-01T00:00:00.000Z", "2024-01-31T00:00:00.000Z", "2026-01-31"],
  ["2014-01-01T00:00:00.000Z", "2299-12-30T00:00:00.000Z", "2028-01-01"],
  ["2024-01-01T00:00:00.000Z", null, "2026-06-30"],
  [null, null, "2026-06-30"],
])("a successor of one from %s to %s ends on %s", (startDateTime, endDateTime, day) => {
  const old = { keyId: "", displayName: null, hint: null, customKeyIdentifier: null };
  const ends = successorEnds(
    { ...old, startDateTime, endDateTime },
    new Date("2026-01-01T00:00:00Z"),
  );
  expect(ends.slice(0, 10)).toBe(day);
});

test("a name carries one mark, however often it is rotated", () => {
  const once = marked("deploy", mark);
  expect(marked(once, mark)).toBe(once);
});
