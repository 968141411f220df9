import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { db, pool } from "@/lib/infra/db";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { requireStepUp } from "./context";
import { defineCommand } from "./define-command";

useDatabase();

const rename = defineCommand({
  name: "setting.change",
  event: "setting.changed",
  permission: "setting:change",
  stepUp: true,
  input: z.strictObject({ value: z.string() }),
  run: async ({ tx, input }) => {
    await tx.setting.upsert({
      where: { name: "test" },
      create: { name: "test", value: input.value },
      update: { value: input.value },
    });
    return { result: input.value, audit: { targetType: "setting", targetId: "test" } };
  },
});

describe("defineCommand", () => {
  it("writes the change and its audit row together, chained to the row before", async () => {
    await rename(personContext("admin"), { value: "a" });
    await rename(personContext("admin"), { value: "b" });
    const rows = await db().auditEvent.findMany({ orderBy: { seq: "asc" } });
    expect(rows.map((row) => row.event)).toEqual(["setting.changed", "setting.changed"]);
    expect(rows[1]?.prevHash).toBe(rows[0]?.hash);
  });

  it("refuses and audits a role without the permission, and nobody at all", async () => {
    await expect(rename(personContext("analyst"), { value: "x" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(rename(anonymousContext(), { value: "x" })).rejects.toMatchObject({
      code: "unauthenticated",
    });
    const refused = await db().auditEvent.count({ where: { outcome: "refused" } });
    expect(refused).toBe(2);
    expect((await db().setting.findUniqueOrThrow({ where: { name: "test" } })).value).toBe("b");
  });

  it("asks for step-up when it was too long ago", async () => {
    const ctx = personContext("admin");
    if (ctx.actor.type === "person") ctx.actor.steppedUpAt = new Date(Date.now() - 11 * 60_000);
    await expect(rename(ctx, { value: "x" })).rejects.toMatchObject({ code: "step_up_required" });
  });

  it("tells a token whether its scopes, its person's role or its being a token is in the way", async () => {
    const as = (role: "admin" | "analyst", scopes: string[]) => {
      const actor = { type: "token", personId: randomUUID(), name: "ci", role } as const;
      return { ...personContext(role), actor: { ...actor, tokenId: randomUUID(), scopes } };
    };
    const byTheirs = { stepUp: false, input: z.strictObject({}), event: "label.added" } as const;
    const sync = defineCommand({
      ...byTheirs,
      name: "source.sync",
      permission: "source:sync",
      run: async () => ({ result: null, audit: {} }),
    });
    await expect(sync(as("admin", ["read"]), {})).rejects.toThrow("The scopes of this token");
    await expect(sync(as("admin", ["sources:write"]), {})).resolves.toBeNull();
    await expect(rename(as("analyst", ["read"]), { value: "x" })).rejects.toThrow("Your role");
    expect(() => requireStepUp(as("admin", ["read"]))).toThrow("A token cannot do this");
  });

  it("does nothing, for now, when the audit row cannot be written, of what it allows or refuses", async () => {
    const unavailable = {
      code: "unavailable",
      message: "The audit log cannot be written, so nothing was done.",
    };
    await pool().query("RESET ROLE");
    await pool().query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse()`);
    await expect(rename(personContext("admin"), { value: "lost" })).rejects.toMatchObject(
      unavailable,
    );
    await expect(rename(personContext("analyst"), { value: "x" })).rejects.toMatchObject(
      unavailable,
    );
    expect((await db().setting.findUniqueOrThrow({ where: { name: "test" } })).value).toBe("b");
    await pool().query("DROP TRIGGER refuse ON audit_event");
  });

  it("never lets the audit log be changed, by the application's role or its owner", async () => {
    for (const role of ["muster_app", "postgres"]) {
      const client = await pool().connect();
      try {
        await client.query(role === "postgres" ? "RESET ROLE" : "SELECT muster_enter_app_role()");
        for (const attempt of [
          "UPDATE audit_event SET outcome = 'done'",
          "DELETE FROM audit_event",
          "TRUNCATE audit_event",
        ]) {
          await expect(client.query(attempt)).rejects.toThrow(/append-only|permission denied/);
        }
      } finally {
        client.release();
      }
    }
  });
});
