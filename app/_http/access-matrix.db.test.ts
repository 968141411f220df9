import { describe, expect, it } from "vitest";
import { reach, roles, tokenScopes } from "@/lib/domain/people/permissions";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import type { Context } from "@/lib/use-cases/context";
import expected from "./access-matrix.json" with { type: "json" };
import { allDoors } from "./testing/doors";

useDatabase();

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: { code?: string; message?: string }) => error.code ?? error.message ?? "error",
  );

describe("the access matrix", () => {
  it("has a line for every route method, page and action, and no line for what is gone", async () => {
    const doors = await allDoors();
    const found = Object.fromEntries(doors.map((door) => [door.name, door.permission]));
    expect(found).toEqual(expected);
    expect(doors.length).toBeGreaterThan(60);
  });

  it("lets nobody in without signing in, and no role or scope beyond the table", async () => {
    let refused = 0;
    for (const { name, permission, useCase } of await allDoors()) {
      if (!useCase || permission === "public") continue;
      expect([name, await codeOf(useCase(anonymousContext(), {}))]).toEqual([
        name,
        "unauthenticated",
      ]);
      // One that authorises by itself names no permission here; its own tests cover the roles.
      if (!useCase.permission) continue;
      for (const role of roles) {
        if (reach(role, permission) !== "none") continue;
        expect(await codeOf(useCase(personContext(role), {})), `${name} as ${role}`).toBe(
          "forbidden",
        );
        refused++;
      }
      for (const scope of Object.keys(tokenScopes) as (keyof typeof tokenScopes)[]) {
        if (tokenScopes[scope](permission)) continue;
        const ctx: Context = {
          ...anonymousContext(),
          actor: {
            type: "token",
            personId: "00000000-0000-7000-8000-000000000001",
            name: "token",
            role: "admin",
            tokenId: "00000000-0000-7000-8000-000000000002",
            scopes: [scope],
          },
        };
        expect(await codeOf(useCase(ctx, {})), `${name} with ${scope}`).toBe("forbidden");
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(100);
  });
});
