import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { systemContext } from "../context";
import { actorOfSession } from "../sessions/check-session";
import { signInWithPassword } from "../sessions/sign-in";
import { createFirstAdministrator } from "./create-first-administrator";
import { resetSecondFactor } from "./reset-second-factor";

useDatabase();

const email = "ada@muster.example";
const password = "a quiet river bends";
let personId = "";

beforeAll(async () => {
  await createFirstAdministrator(systemContext("test"), { email, name: "Ada", password });
  personId = (await db().person.findUniqueOrThrow({ where: { email } })).id;
});

describe("resetting somebody's second factor", () => {
  it("forgets every device and code, ends the sessions and leaves a line in the audit log", async () => {
    const signedIn = await signInWithPassword(anonymousContext(), {
      email,
      password,
      userAgent: null,
    });
    await db().passkey.create({
      data: {
        personId,
        credentialId: "lost",
        publicKey: new Uint8Array([1]),
        counter: 0,
        name: "Lost phone",
      },
    });
    await db().recoveryCode.create({ data: { personId, codeHash: "x" } });
    await db().person.update({
      where: { id: personId },
      data: { totpSealed: "sealed", totpConfirmedAt: new Date() },
    });
    await resetSecondFactor(personContext("admin"), { personId });
    expect(await actorOfSession(signedIn.sessionId, new Date())).toBeNull();
    expect([await db().passkey.count(), await db().recoveryCode.count()]).toEqual([0, 0]);
    const event = await db().auditEvent.findFirstOrThrow({
      where: { event: "person.second-factor-reset" },
    });
    expect(event).toMatchObject({
      targetId: personId,
      outcome: "done",
      detail: { passkeys: 1, sessionsEnded: 1 },
    });
    await expect(
      signInWithPassword(anonymousContext(), { email, password, userAgent: null }),
    ).resolves.toHaveProperty("sessionId");
  });

  it("is for administrators who just confirmed, and for somebody else than themselves", async () => {
    const target = { personId };
    await expect(resetSecondFactor(personContext("analyst"), target)).rejects.toMatchObject({
      code: "forbidden",
    });
    const stale = personContext("admin");
    const actor = { ...stale.actor, steppedUpAt: null } as typeof stale.actor;
    await expect(resetSecondFactor({ ...stale, actor }, target)).rejects.toMatchObject({
      code: "step_up_required",
    });
    await expect(
      resetSecondFactor(personContext("admin", { personId }), target),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(
      resetSecondFactor(personContext("admin"), {
        personId: "00000000-0000-7000-8000-00000000000f",
      }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});
