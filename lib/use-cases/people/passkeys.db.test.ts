import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { resetEnv } from "@/lib/infra/env";
import { relyingParty } from "@/lib/infra/passkey";
import { anonymousContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { softAuthenticator } from "@/lib/testing/soft-authenticator";
import { type Context, systemContext } from "../context";
import { signInWithPassword, signInWithTicket } from "../sessions/sign-in";
import { beginStepUp, stepUp } from "../sessions/step-up";
import { createFirstAdministrator } from "./create-first-administrator";
import { createRecoveryCodes } from "./create-recovery-codes";
import { getOwnAccount } from "./get-own-account";
import { addPasskey, beginPasskey, removePasskey, renamePasskey } from "./passkeys";
import {
  contextOf,
  email,
  later,
  offeredChallenge,
  password,
  start,
  ticketAt,
  visitor,
} from "./testing/second-factor";

useDatabase();

const party = { origin: "https://muster.example", rpId: "muster.example" };
const device = softAuthenticator(party);
const lastRefusal = () =>
  db().auditEvent.findFirstOrThrow({ where: { outcome: "refused" }, orderBy: { seq: "desc" } });

let session: Context;

beforeAll(async () => {
  process.env.MUSTER_BASE_URL = party.origin;
  resetEnv();
  await createFirstAdministrator(systemContext("test"), { email, name: "Ada", password });
  const signedIn = await signInWithPassword(anonymousContext(start), {
    email,
    password,
    userAgent: null,
  });
  session = await contextOf(signedIn.sessionId, start);
});
afterAll(() => {
  delete process.env.MUSTER_BASE_URL;
  resetEnv();
});

describe("a passkey", () => {
  it("is not kept when made elsewhere, without verifying its user, late or for another session", async () => {
    const challenge = async () => (await beginPasskey(session, {})).challenge;
    const bad = [
      device.register(await challenge(), { origin: "https://evil.example" }),
      device.register(await challenge(), { rpId: "evil.example" }),
      device.register(await challenge(), { userVerification: false }),
      device.register("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    ];
    for (const answer of bad) {
      await expect(addPasskey(session, { name: "x", answer })).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
    const answer = device.register(await challenge());
    const late = { ...session, now: later(6 * 60) };
    await expect(addPasskey(late, { name: "x", answer })).rejects.toMatchObject({
      code: "invalid_input",
    });
    const other = await signInWithPassword(anonymousContext(start), {
      email,
      password,
      userAgent: null,
    });
    const foreign = await contextOf(other.sessionId, start);
    await expect(addPasskey(foreign, { name: "x", answer })).rejects.toMatchObject({
      code: "invalid_input",
    });
    expect(await lastRefusal()).toMatchObject({ event: "passkey.add" });
    expect(await db().passkey.count()).toBe(0);
  });

  it("is kept once per challenge and lifts the session to AAL3 when bound to its device", async () => {
    const { challenge } = await beginPasskey(session, {});
    const answer = device.register(challenge);
    await addPasskey(session, { name: "Laptop", answer });
    await expect(addPasskey(session, { name: "Again", answer })).rejects.toMatchObject({
      code: "invalid_input",
    });
    const actor = session.actor.type === "person" ? session.actor.sessionId : "";
    expect((await contextOf(actor, start)).actor).toMatchObject({ assuranceLevel: 3 });
    const account = await getOwnAccount(session, {});
    expect(account.passkeys).toMatchObject([{ name: "Laptop", hardwareBound: true }]);
  });

  it("is asked for at sign-in after the password, and each challenge and ticket works once", async () => {
    const now = later(10);
    const ticket = await ticketAt(now);
    const passkey = device.answer(await offeredChallenge(ticket, now), 1);
    const input = { ticket, proof: { passkey }, userAgent: null };
    const { sessionId } = await signInWithTicket(anonymousContext(now), input);
    expect((await contextOf(sessionId, now)).actor).toMatchObject({ assuranceLevel: 3 });
    await expect(signInWithTicket(anonymousContext(now), input)).rejects.toMatchObject({
      code: "unauthenticated",
    });
    const again = await ticketAt(now);
    await expect(
      signInWithTicket(anonymousContext(now), { ...input, ticket: again }),
    ).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("is refused with a challenge of another sign-in, after five minutes, or unverified", async () => {
    const now = later(20);
    const mine = await ticketAt(now);
    const other = await ticketAt(now);
    const foreign = device.answer(await offeredChallenge(other, now), 2);
    const unverified = device.answer(await offeredChallenge(mine, now), 2, {
      userVerification: false,
    });
    const phished = device.answer(await offeredChallenge(mine, now), 2, {
      origin: "https://muster.example.evil",
    });
    for (const passkey of [foreign, unverified, phished]) {
      await expect(
        signInWithTicket(anonymousContext(now), {
          ticket: mine,
          proof: { passkey },
          userAgent: null,
        }),
      ).rejects.toMatchObject({ code: "unauthenticated" });
    }
    const passkey = device.answer(await offeredChallenge(mine, now), 2);
    const late = anonymousContext(later(20 + 301));
    await expect(
      signInWithTicket(late, { ticket: mine, proof: { passkey }, userAgent: null }),
    ).rejects.toThrow("five minutes");
  });

  it("is refused when its counter goes back, as a copy's would", async () => {
    const now = later(400);
    const high = await ticketAt(now);
    const first = device.answer(await offeredChallenge(high, now), 50);
    await signInWithTicket(visitor(now), {
      ticket: high,
      proof: { passkey: first },
      userAgent: null,
    });
    for (const counter of [50, 49, 0]) {
      const ticket = await ticketAt(now);
      const passkey = device.answer(await offeredChallenge(ticket, now), counter);
      await expect(
        signInWithTicket(visitor(now), { ticket, proof: { passkey }, userAgent: null }),
      ).rejects.toThrow("counter");
    }
    const row = await db().passkey.findFirstOrThrow();
    expect(row.counter).toBe(50n);
  });

  it("confirms guarded actions in its own session only, and the password no longer does", async () => {
    const actor = session.actor.type === "person" ? session.actor.sessionId : "";
    const at = later(700);
    const stale = await contextOf(actor, at);
    await expect(renamePasskey(stale, { passkeyId: actor, name: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(createRecoveryCodes(stale, {})).rejects.toMatchObject({
      code: "step_up_required",
    });
    await expect(stepUp(stale, { proof: password })).rejects.toMatchObject({
      code: "invalid_input",
    });
    const ways = await beginStepUp(stale, {});
    expect(ways).toMatchObject({ password: false, app: false, recoveryCodes: false });
    const passkey = device.answer(ways.passkey?.challenge ?? "", 60);
    await stepUp(stale, { passkey });
    await expect(stepUp(stale, { passkey })).rejects.toMatchObject({ code: "invalid_input" });
    const { codes } = await createRecoveryCodes(await contextOf(actor, at), {});
    expect(new Set(codes).size).toBe(10);
    const kept = await db().recoveryCode.findMany();
    for (const code of codes) expect(JSON.stringify(kept)).not.toContain(code);
  });

  it("has recovery codes that each let in once, in any spelling, and are gone with the last factor", async () => {
    const actor = session.actor.type === "person" ? session.actor.sessionId : "";
    const now = later(720);
    const ctx = await contextOf(actor, now);
    const { codes } = await createRecoveryCodes(ctx, {});
    const typed = (codes[0] ?? "").toUpperCase().replaceAll("-", " ");
    const tickets = [await ticketAt(now), await ticketAt(now)];
    const both = await Promise.allSettled(
      tickets.map((ticket) =>
        signInWithTicket(visitor(now), { ticket, proof: { code: typed }, userAgent: null }),
      ),
    );
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect((await getOwnAccount(ctx, {})).recoveryCodesLeft).toBe(9);
    const passkeyId = (await db().passkey.findFirstOrThrow()).id;
    await removePasskey(ctx, { passkeyId });
    expect(await db().recoveryCode.count()).toBe(0);
    await expect(
      signInWithPassword(visitor(now), { email, password, userAgent: null }),
    ).resolves.toHaveProperty("sessionId");
  });

  it("cannot be added, removed or asked for by nobody, and says where browsers offer it", async () => {
    const nobody = anonymousContext();
    for (const attempt of [
      () => beginPasskey(nobody, {}),
      () => addPasskey(nobody, { name: "x", answer: device.register("AAAA") }),
      () => removePasskey(nobody, { passkeyId: "00000000-0000-7000-8000-000000000001" }),
      () => beginStepUp(nobody, {}),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "unauthenticated" });
    }
    const places: [string, string | null][] = [
      ["https://muster.example", "muster.example"],
      ["http://127.0.0.1:3000", "localhost"],
      ["http://muster.example", null],
      ["https://10.0.0.5", null],
      ["https://[fd00::1]", null],
    ];
    for (const [base, id] of places) {
      process.env.MUSTER_BASE_URL = base;
      resetEnv();
      expect([base, relyingParty()?.id ?? null]).toEqual([base, id]);
    }
  });
});
