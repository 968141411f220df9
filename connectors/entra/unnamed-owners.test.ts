import { afterEach, expect, test } from "vitest";
import type { Page } from "../contract";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { guid } from "./testing/make";
import { certificateConfig, lenient, pagesOf, recordsOf } from "./testing/reading";
import { startEntra } from "./testing/stand-in";
import { createWorld, people } from "./testing/world";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** Pages of a stream as a credential gets them that may not read people. */
async function pages(stream: string, showsNames = false): Promise<Page[]> {
  const world = createWorld();
  world.roles = world.roles.filter((role) => role !== "User.Read.All");
  world.showsNames = showsNames;
  const standIn = await startEntra({ world });
  const io = testConnectorIo({ limits: lenient });
  open.push(io, standIn);
  return pagesOf(certificateConfig(standIn.url), io, stream);
}
const hintsOf = (read: readonly Page[], id: string) =>
  recordsOf(read).flatMap((each) =>
    each.type === "owner_hint" && each.identityExternalId === id
      ? [[each.method, each.candidate, each.evidence]]
      : [],
  );
const application = (number: number) => `application:${guid("a99", number)}`;
const principal = (number: number) => `service-principal:${guid("5b", number)}`;
const untold = "are unknown: reading them needs User.Read.All";
const unnamed = (role: string, id: string) => [
  "unnamed_owner",
  `Unknown name (${id})`,
  `${role}; name, address and whether the account is enabled ${untold}`,
];

test("an owner of whom only the id is told is a candidate by that id, with what is unknown and why", async () => {
  const read = await pages("owners");
  const role = "Owner of the application in Entra ID";
  const both = [people.ada, people.bo].map(({ id }) => unnamed(role, id));
  expect(hintsOf(read, application(1))).toEqual(both);
  expect(hintsOf(read, principal(1))).toEqual(both);
  expect(hintsOf(read, application(3))).toHaveLength(23);
});

test("a sponsor of whom only the id is told is a candidate too", async () => {
  const read = await pages("agent-sponsors");
  const [[method, candidate] = []] = hintsOf(read, principal(40));
  expect([method, candidate]).toEqual(["unnamed_owner", expect.stringMatching(/^Unknown name \(/)]);
});

test("an owner whose name alone is told keeps it, with what is unknown and why", async () => {
  const read = await pages("owners", true);
  expect(hintsOf(read, application(8))).toEqual([
    [
      "explicit_owner",
      people.bo.displayName,
      `Owner of the application in Entra ID; address and whether the account is enabled ${untold}`,
    ],
  ]);
});

test("both leave the gap that names the permission, and no candidate is forgotten by it", async () => {
  for (const showsNames of [false, true]) {
    for (const stream of ["owners", "agent-sponsors"]) {
      const gaps = (await pages(stream, showsNames)).flatMap((page) => page.gaps ?? []);
      expect(gaps[0]).toMatchObject({ reason: "forbidden", permission: "User.Read.All" });
      expect(gaps[0]).not.toHaveProperty("within");
    }
  }
});
