import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keep, succeed, type Tied } from "./succession";

const person = fc.constantFrom("leaver", "ada", "bob", null);
const tied: fc.Arbitrary<Tied> = fc.record({
  identityId: fc.constant("identity"),
  ownerId: person,
  ownerActive: fc.boolean(),
  backupId: person,
  backupActive: fc.boolean(),
});

describe("after a decision about a leaver", () => {
  it("neither owner nor backup is the leaver, an owner is active, and nobody backs up themselves", () => {
    fc.assert(
      fc.property(tied, fc.constantFrom("carla", "ada", null), (it, chosen) => {
        for (const next of [succeed(it, "leaver", chosen), keep(it, "leaver")]) {
          if (!next) continue;
          const owner = next.owner === undefined ? it.ownerId : next.owner;
          const backup = next.backup === undefined ? it.backupId : next.backup;
          expect(owner).not.toBeNull();
          expect(owner).not.toBe("leaver");
          expect(next.owner !== undefined || it.ownerActive).toBe(true);
          expect(backup).not.toBe("leaver");
          expect(next.owner !== undefined && backup === owner).toBe(false);
        }
      }),
    );
  });

  it("decides every identity when a person is chosen", () => {
    fc.assert(
      fc.property(tied, (it) => {
        expect(succeed(it, "leaver", "carla")).not.toBeNull();
      }),
    );
  });

  it("never takes an identity from an active owner", () => {
    const it = {
      identityId: "i",
      ownerId: "ada",
      ownerActive: true,
      backupId: "leaver",
      backupActive: false,
    };
    expect(succeed(it, "leaver", "carla")).toEqual({
      identityId: "i",
      decision: "reassigned",
      backup: "carla",
    });
    expect(succeed({ ...it, backupId: null }, "leaver", "carla")).toMatchObject({
      decision: "kept",
    });
  });

  it("passes to the backup by default, who is then no longer the backup", () => {
    const it = {
      identityId: "i",
      ownerId: "leaver",
      ownerActive: false,
      backupId: "bob",
      backupActive: true,
    };
    expect(succeed(it, "leaver", null)).toEqual({
      identityId: "i",
      decision: "reassigned",
      owner: "bob",
      backup: null,
    });
    expect(succeed({ ...it, backupActive: false }, "leaver", null)).toBeNull();
    expect(keep(it, "leaver")).toBeNull();
  });
});
