import { beforeAll, describe, expect, it } from "vitest";
import type { DomainError } from "@/lib/domain/errors";
import { db } from "@/lib/infra/db";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { insertChannel } from "@/lib/testing/notices";
import { systemContext } from "../context";
import { actorOfSession } from "../sessions/check-session";
import { SecondFactorDue, signInWithPassword } from "../sessions/sign-in";
import { changeOwnPassword } from "./change-own-password";
import { disablePerson, enablePerson } from "./change-person";
import { createFirstAdministrator } from "./create-first-administrator";
import { createSignInLink } from "./create-sign-in-link";
import { listInvitations } from "./list-people";
import { findSignInLink, redeemSignInLink } from "./redeem-sign-in-link";
import { resetSecondFactor } from "./reset-second-factor";

useDatabase();

const old = "a quiet river bends";
const fresh = "nine quiet herons wade";
let adminId = "";

const admin = () => personContext("admin", { personId: adminId });
const mail = (name: string) => `${name}@muster.example`;
const signIn = (name: string, password: string) =>
  signInWithPassword(anonymousContext(), { email: mail(name), password, userAgent: null });
const redeem = (token: string, password = fresh) =>
  redeemSignInLink(anonymousContext(), { token, password });

/** Somebody with the old password, whom nobody else can speak for. */
async function somebody(name: string): Promise<string> {
  const { passwordHash } = await db().person.findUniqueOrThrow({ where: { id: adminId } });
  const data = { email: mail(name), name, role: "analyst", passwordHash };
  return (await db().person.create({ data })).id;
}

async function linkFor(personId: string): Promise<string> {
  const { url } = await createSignInLink(admin(), { personId });
  return new URL(url).searchParams.get("token") ?? "";
}

beforeAll(async () => {
  const given = { email: mail("ada"), name: "Ada", password: old };
  adminId = (await createFirstAdministrator(systemContext("test"), given)).personId;
});

describe("a sign-in link", () => {
  it("sets a new password once, also when two use it at once, and ends every session", async () => {
    const personId = await somebody("bo");
    const { sessionId } = await signIn("bo", old);
    const token = await linkFor(personId);
    expect(await findSignInLink(token, new Date())).toEqual({ email: mail("bo") });
    const both = await Promise.allSettled([redeem(token), redeem(token, "ten quiet herons wade")]);
    const [done, ...more] = both.flatMap((one, at) => (one.status === "fulfilled" ? [at] : []));
    expect(more).toEqual([]);
    expect(await actorOfSession(sessionId, new Date())).toBeNull();
    await expect(signIn("bo", old)).rejects.toMatchObject({ code: "unauthenticated" });
    await signIn("bo", done === 0 ? fresh : "ten quiet herons wade");
    await expect(redeem(token)).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringMatching(/used, replaced or has expired\. Ask an administrator/),
    });
    expect(await findSignInLink(token, new Date())).toBeNull();
    const rows = await db().auditEvent.findMany({
      where: { targetId: personId, event: { startsWith: "sign-in-link." }, outcome: "done" },
      orderBy: { seq: "asc" },
    });
    expect(rows).toMatchObject([
      { event: "sign-in-link.created", actorId: adminId },
      { event: "sign-in-link.redeemed", actorType: "anonymous", detail: { sessionsEnded: 1 } },
    ]);
  });

  it("tells its person and the other administrators, and its person when the password is set", async () => {
    const personId = await somebody("ivy");
    const other = await db().person.create({
      data: { email: mail("jo"), name: "Jo", role: "admin" },
    });
    await insertChannel("mail", {});
    const told = async (event: string) => {
      const rows = await db().noticeDelivery.findMany({
        where: { notice: { event, subjectId: personId } },
        include: { notice: true },
      });
      return { to: new Set(rows.map((row) => row.personId)), said: rows[0]?.notice };
    };
    const token = await linkFor(personId);
    const made = await told("account.sign-in-link");
    expect(made.to).toEqual(new Set([personId, other.id]));
    expect(made.said?.title).toBe("A link to a new password was made for ivy");
    expect(JSON.stringify(made.said)).not.toContain(token);
    await redeem(token);
    expect((await told("account.password-set")).to).toEqual(new Set([personId]));
    await resetSecondFactor(admin(), { personId });
    expect((await told("account.second-factor-reset")).to).toEqual(made.to);
  });

  it("is kept as a hash, and is no invitation to be seen or withdrawn as one", async () => {
    const token = await linkFor(await somebody("cy"));
    expect(JSON.stringify(await db().invitation.findMany())).not.toContain(token);
    expect(JSON.stringify(await db().auditEvent.findMany({ omit: { seq: true } }))).not.toContain(
      token,
    );
    expect((await listInvitations(admin(), {})).items).toEqual([]);
  });

  it("does not pass by the second factor, nor does a sign-in begun with the old password", async () => {
    const personId = await somebody("dee");
    const passkey = {
      credentialId: "dee",
      publicKey: new Uint8Array([1]),
      counter: 0,
      name: "Key",
    };
    await db().passkey.create({ data: { personId, ...passkey } });
    await expect(signIn("dee", old)).rejects.toBeInstanceOf(SecondFactorDue);
    await redeem(await linkFor(personId));
    expect(await db().challenge.count({ where: { personId } })).toBe(0);
    await expect(signIn("dee", fresh)).rejects.toBeInstanceOf(SecondFactorDue);
  });

  it("ends when it is 24 hours old, replaced, overtaken by a password change, or its person disabled", async () => {
    const personId = await somebody("eli");
    const first = await linkFor(personId);
    const second = await linkFor(personId);
    expect(await findSignInLink(first, new Date())).toBeNull();
    const later = (hours: number) => new Date(Date.now() + hours * 3_600_000);
    expect(await findSignInLink(second, later(23.9))).not.toBeNull();
    expect(await findSignInLink(second, later(24.1))).toBeNull();
    await expect(
      redeemSignInLink(
        { ...anonymousContext(), now: later(24.1) },
        { token: second, password: fresh },
      ),
    ).rejects.toMatchObject({ code: "forbidden" });
    const own = personContext("analyst", { personId });
    await changeOwnPassword(own, { current: old, next: fresh });
    await expect(redeem(second)).rejects.toMatchObject({ code: "forbidden" });
    const third = await linkFor(personId);
    await disablePerson(admin(), { personId });
    await expect(redeem(third)).rejects.toMatchObject({ code: "forbidden" });
    await enablePerson(admin(), { personId });
    await expect(redeem(third)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("stays usable when the password that was typed is refused", async () => {
    const token = await linkFor(await somebody("fay"));
    await expect(redeem(token, "short")).rejects.toMatchObject({
      code: "invalid_input",
      message: "Use at least 12 characters.",
    });
    await redeem(token);
    await signIn("fay", fresh);
  });

  it("is made by administrators who just confirmed, for active people other than themselves", async () => {
    const personId = await somebody("gus");
    for (const role of ["analyst", "owner", "manager", "auditor"] as const) {
      await expect(createSignInLink(personContext(role), { personId })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    const stale = personContext("admin");
    const actor = { ...stale.actor, steppedUpAt: null } as typeof stale.actor;
    await expect(createSignInLink({ ...stale, actor }, { personId })).rejects.toMatchObject({
      code: "step_up_required",
    });
    const refusal = (id: string) =>
      createSignInLink(admin(), { personId: id }).catch((error: DomainError) => error.code);
    expect(await refusal(adminId)).toBe("conflict");
    expect(await refusal("00000000-0000-7000-8000-00000000000f")).toBe("not_found");
    await disablePerson(admin(), { personId });
    expect(await refusal(personId)).toBe("conflict");
    const sso = await somebody("hal");
    await db().person.update({ where: { id: sso }, data: { passwordHash: null } });
    await db().personLogin.create({ data: { personId: sso, issuer: "https://idp", subject: "h" } });
    expect(await refusal(sso)).toBe("conflict");
    const attempts = { event: "sign-in-link.create", outcome: "refused" };
    expect(await db().auditEvent.count({ where: attempts })).toBe(9);
  });
});
