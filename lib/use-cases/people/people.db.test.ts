import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { systemContext } from "../context";
import { actorOfSession, actorOfToken } from "../sessions/check-session";
import { listOwnSessions } from "../sessions/list-own-sessions";
import { signInWithPassword } from "../sessions/sign-in";
import { createTokenFor } from "../tokens/create-token";
import { listOwnTokens } from "../tokens/list-own-tokens";
import { revokeToken } from "../tokens/revoke-token";
import { acceptInvitation, findInvitation } from "./accept-invitation";
import { changeOwnPassword } from "./change-own-password";
import { changeRole, disablePerson, enablePerson } from "./change-person";
import { createFirstAdministrator } from "./create-first-administrator";
import { getOwnAccount } from "./get-own-account";
import { invitePerson, withdrawInvitation } from "./invite-person";
import { listInvitations, listPeople } from "./list-people";

useDatabase();

const phrase = "a quiet river bends";
const mail = (name: string) => `${name}@muster.example`;
const tokenIn = (url: string) => new URL(url).searchParams.get("token") ?? "";
let adminId = "";
const admin = () => personContext("admin", { personId: adminId });

async function join(name: string, role: "admin" | "analyst" = "analyst"): Promise<string> {
  const { url } = await invitePerson(admin(), { email: mail(name), role });
  await acceptInvitation(anonymousContext(), { token: tokenIn(url), name, password: phrase });
  return (await db().person.findUniqueOrThrow({ where: { email: mail(name) } })).id;
}

const signIn = (name: string, ip: string, password = phrase) =>
  signInWithPassword(
    { ...anonymousContext(), ip },
    { email: mail(name), password, userAgent: null },
  );

const lastEvent = async () =>
  (await db().auditEvent.findFirstOrThrow({ orderBy: { seq: "desc" } })).event;

beforeAll(async () => {
  const made = await createFirstAdministrator(systemContext("test"), {
    email: mail("ada"),
    name: "Ada",
    password: phrase,
  });
  adminId = made.personId;
});

describe("inviting", () => {
  it("lets one address in once, with the role the administrator chose", async () => {
    const { url } = await invitePerson(admin(), { email: mail("Bo"), role: "auditor" });
    expect(await lastEvent()).toBe("person.invited");
    const token = tokenIn(url);
    for (let look = 0; look < 20; look++) {
      expect(await findInvitation(token, new Date())).toEqual({
        email: mail("bo"),
        role: "auditor",
      });
    }
    const accept = () =>
      acceptInvitation(anonymousContext(), { token, name: "Bo", password: phrase });
    const both = await Promise.allSettled([accept(), accept()]);
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const bo = await db().person.findUniqueOrThrow({ where: { email: mail("bo") } });
    expect(bo.role).toBe("auditor");
    await expect(accept()).rejects.toMatchObject({ code: "forbidden" });
  });

  it("keeps only the hash of a link, ends earlier ones, and can be withdrawn", async () => {
    const first = await invitePerson(admin(), { email: mail("cy"), role: "owner" });
    const second = await invitePerson(admin(), { email: mail("cy"), role: "owner" });
    expect(await findInvitation(tokenIn(first.url), new Date())).toBeNull();
    expect(JSON.stringify(await db().invitation.findMany())).not.toContain(tokenIn(second.url));
    const { items } = await listInvitations(admin(), {});
    await withdrawInvitation(admin(), { invitationId: items[0]?.id ?? "" });
    expect(await findInvitation(tokenIn(second.url), new Date())).toBeNull();
  });

  it("refuses everybody but administrators, and audits the attempt", async () => {
    for (const role of ["analyst", "owner", "manager", "auditor"] as const) {
      await expect(
        invitePerson(personContext(role), { email: mail("x"), role: "admin" }),
      ).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(
      await db().auditEvent.count({ where: { event: "person.invite", outcome: "refused" } }),
    ).toBe(4);
  });

  it("refuses lists, display names, line breaks and fields nobody asked for", async () => {
    for (const email of [
      "a@b.example,c@d.example",
      "A <a@b.example>",
      "a@b.example\r\nBcc: x@y.example",
    ]) {
      await expect(invitePerson(admin(), { email, role: "owner" })).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
    for (const input of [
      { email: mail("x"), role: "root" },
      { email: { contains: "" }, role: "owner" },
      { email: mail("x"), role: "owner", status: "active" },
      JSON.parse('{"email":"x@muster.example","role":"owner","__proto__":{"role":"admin"}}'),
    ]) {
      await expect(invitePerson(admin(), input as never)).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
    expect(({} as { role?: string }).role).toBeUndefined();
  });
});

describe("changing people", () => {
  it("never takes away the last administrator, also when two are removed at once", async () => {
    await expect(disablePerson(admin(), { personId: adminId })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(changeRole(admin(), { personId: adminId, role: "owner" })).rejects.toMatchObject({
      code: "conflict",
    });
    const second = await join("dee", "admin");
    const both = await Promise.allSettled([
      changeRole(admin(), { personId: second, role: "analyst" }),
      disablePerson(admin(), { personId: adminId }),
    ]);
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(await db().person.count({ where: { role: "admin", status: "active" } })).toBe(1);
    await db().person.update({ where: { id: adminId }, data: { status: "active", role: "admin" } });
  });

  it("shuts a disabled person out at once, sessions and tokens, and a role change acts at once", async () => {
    const id = await join("eli");
    const { sessionId } = await signIn("eli", "10.0.0.1");
    const issued = await createTokenFor(systemContext("test"), {
      email: mail("eli"),
      name: "ci",
      scopes: ["read"],
      days: 1,
    });
    await changeRole(admin(), { personId: id, role: "owner" });
    expect(await actorOfSession(sessionId, new Date())).toMatchObject({ role: "owner" });
    expect(await actorOfToken(issued.token, new Date())).toMatchObject({ role: "owner" });
    await disablePerson(admin(), { personId: id });
    expect(await lastEvent()).toBe("person.disabled");
    expect(await actorOfSession(sessionId, new Date())).toBeNull();
    expect(await actorOfToken(issued.token, new Date())).toBeNull();
    await expect(signIn("eli", "10.0.0.1")).rejects.toMatchObject({ code: "unauthenticated" });
    await enablePerson(admin(), { personId: id });
    expect(await actorOfSession(sessionId, new Date())).toBeNull();
    await expect(disablePerson(personContext("analyst"), { personId: id })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("lists people without any secret of theirs", async () => {
    const { items } = await listPeople(admin(), {});
    expect(items.map((item) => item.name)).toContain("Ada");
    expect(JSON.stringify(items)).not.toMatch(/argon2|hash/i);
    await expect(listPeople(personContext("owner"), {})).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("one's own account", () => {
  it("changes the password only with the right one, and ends the other sessions", async () => {
    const personId = await join("fay");
    const here = await signIn("fay", "10.0.0.2");
    const there = await signIn("fay", "10.0.0.3");
    const ctx = personContext("analyst", { personId });
    if (ctx.actor.type === "person") ctx.actor.sessionId = here.sessionId;
    const { items } = await listOwnSessions(ctx, {});
    expect(items.filter((item) => item.current).map((item) => item.id)).toEqual([here.sessionId]);
    expect(items).toHaveLength(2);
    await expect(
      changeOwnPassword(ctx, { current: "wrong wrong wrong", next: phrase }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    const next = "the river bends again";
    expect(await changeOwnPassword(ctx, { current: phrase, next })).toEqual({ sessionsEnded: 1 });
    expect(await actorOfSession(there.sessionId, new Date())).toBeNull();
    expect(await actorOfSession(here.sessionId, new Date())).not.toBeNull();
    await expect(signIn("fay", "10.0.0.2")).rejects.toMatchObject({ code: "unauthenticated" });
    await signIn("fay", "10.0.0.2", next);
    expect(await getOwnAccount(ctx, {})).toMatchObject({ email: mail("fay"), hasPassword: true });
  });

  it("shows and revokes only one's own tokens", async () => {
    const issued = await createTokenFor(systemContext("test"), {
      email: mail("ada"),
      name: "export",
      scopes: ["read"],
      days: 30,
    });
    const stranger = personContext("admin");
    expect((await listOwnTokens(stranger, {})).items).toEqual([]);
    await expect(revokeToken(stranger, { tokenId: issued.id })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await actorOfToken(issued.token, new Date())).toMatchObject({ personId: adminId });
    await revokeToken(admin(), { tokenId: issued.id });
    expect(await actorOfToken(issued.token, new Date())).toBeNull();
    const { items } = await listOwnTokens(admin(), {});
    expect(items[0]).toMatchObject({ state: "revoked", lastFour: issued.token.slice(-4) });
    expect(JSON.stringify(await db().apiToken.findMany())).not.toContain(issued.token);
    await expect(revokeToken(anonymousContext(), { tokenId: issued.id })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });
});

describe("sessions and guesses", () => {
  it("end after 30 minutes without a request and after twelve hours in all", async () => {
    await join("gus");
    const { sessionId } = await signIn("gus", "10.0.1.1");
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000);
    expect(await actorOfSession(sessionId, at(29))).not.toBeNull();
    expect(await actorOfSession(sessionId, at(60))).toBeNull();
    expect(await actorOfSession(sessionId, at(0))).toBeNull();
    const other = await signIn("gus", "10.0.1.1");
    for (let minute = 20; minute < 720; minute += 20) {
      expect(await actorOfSession(other.sessionId, at(minute))).not.toBeNull();
    }
    expect(await actorOfSession(other.sessionId, at(721))).toBeNull();
  });

  it("evaluates at most 10 of 60 parallel guesses, and lets the owner in from elsewhere", async () => {
    await join("hal");
    const guesses = await Promise.allSettled(
      Array.from({ length: 60 }, (_, n) => signIn("hal", "10.6.6.6", `wrong guess number ${n}`)),
    );
    const codes = guesses.map((one) => (one.status === "rejected" ? one.reason.code : "in"));
    expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(10);
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(50);
    await expect(signIn("hal", "10.6.6.6")).rejects.toMatchObject({ code: "rate_limited" });
    await expect(signIn("hal", "10.0.2.2")).resolves.toHaveProperty("sessionId");
  });
});
