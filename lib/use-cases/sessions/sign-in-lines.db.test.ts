import { generateSync } from "otplib";
import { expect, test } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { anonymousContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { type Context, systemContext } from "../context";
import { beginAuthenticatorApp, confirmAuthenticatorApp } from "../people/authenticator-app";
import { changeOwnPassword } from "../people/change-own-password";
import { createFirstAdministrator } from "../people/create-first-administrator";
import { actorOfSession } from "./check-session";
import { SecondFactorDue, signInWithPassword, signInWithTicket } from "./sign-in";
import { signInWithOidc } from "./sign-in-with-oidc";
import { stepUp } from "./step-up";

useDatabase();

const email = "ada@muster.example";
const password = "a quiet river bends";
const start = new Date();
let seconds = 0;
/** Each a step of the authenticator app later than the one before, from an address of its own. */
const visitor = (): Context => {
  seconds += 40;
  const now = new Date(start.getTime() + seconds * 1_000);
  return { ...anonymousContext(now), ip: `10.1.0.${seconds / 40}` };
};
const codeAt = (seed: string, { now }: Context): string =>
  generateSync({ secret: seed, epoch: Math.floor(now.getTime() / 1_000) });

/** What the work left in the log. */
async function linesOf(work: () => Promise<unknown>): Promise<string[]> {
  const [before] = await sql<{ last: string }>(
    "SELECT coalesce(max(seq), 0)::text AS last FROM audit_event",
  );
  await work().catch(() => undefined);
  const found = await db().auditEvent.findMany({
    where: { seq: { gt: BigInt(before?.last ?? 0) } },
    orderBy: { seq: "asc" },
  });
  return found.map(({ event, outcome }) => `${event} ${outcome}`);
}

const byPassword = (ctx: Context, given: { password?: string; code?: string }) =>
  signInWithPassword(ctx, { email, password, userAgent: null, ...given });
const byTicket = (ctx: Context, ticket: string, code: string) =>
  signInWithTicket(ctx, { ticket, proof: { code }, userAgent: null });

async function ticketFor(ctx: Context): Promise<string> {
  const due: unknown = await byPassword(ctx, {}).catch((error: unknown) => error);
  if (!(due instanceof SecondFactorDue)) throw new Error("No second factor was asked for.");
  return due.ticket;
}

async function signedIn(): Promise<Context> {
  const ctx = visitor();
  const { sessionId } = await byPassword(ctx, {});
  const actor = await actorOfSession(sessionId, ctx.now);
  if (!actor) throw new Error("no session");
  return { ...ctx, actor };
}

const claims = (subject: string, verifiedEmail: string | null) => ({
  issuer: "https://login.example",
  subject,
  verifiedEmail,
  name: null,
  newPersonRole: "" as const,
  userAgent: null,
});

test("every sign-in and every proof of who one is leaves one line, whatever comes of it", async () => {
  await createFirstAdministrator(systemContext("test"), { email, name: "Ada", password });
  const own = await signedIn();
  const found: Record<string, string[]> = {};
  const note = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    found[what] = await linesOf(work);
  };
  await note("right password", () => byPassword(visitor(), {}));
  await note("wrong password", () => byPassword(visitor(), { password: "wrong" }));
  await note("first through a provider", () => signInWithOidc(visitor(), claims("1", email)));
  await note("again through a provider", () => signInWithOidc(visitor(), claims("1", null)));
  await note("stranger", () => signInWithOidc(visitor(), claims("2", "eve@evil.example")));
  await note("step-up", () => stepUp(own, { proof: password }));
  await note("wrong step-up", () => stepUp(own, { proof: "wrong" }));
  await note("unreadable step-up", () => stepUp(own, { nothing: true } as never));
  await note("wrong present password", () =>
    changeOwnPassword(own, { current: "wrong", next: "eleven herons" }),
  );
  const { seed } = await beginAuthenticatorApp(own, {});
  await confirmAuthenticatorApp(own, { code: codeAt(seed, own) });
  await note("password before a second factor", () => byPassword(visitor(), {}));
  const ticket = await ticketFor(visitor());
  await note("ticket with a wrong code", () => byTicket(visitor(), ticket, "000000x"));
  const right = visitor();
  await note("ticket with the code", () => byTicket(right, ticket, codeAt(seed, right)));
  const late = visitor();
  await note("ticket a second time", () => byTicket(late, ticket, codeAt(seed, late)));
  const limited = visitor();
  for (let guess = 0; guess < 10; guess++)
    await linesOf(() => byPassword(limited, { password: "x" }));
  await note("one guess too many", () => byPassword(limited, {}));
  expect(found).toEqual({
    "right password": ["session.started done"],
    "wrong password": ["session.refused refused"],
    "first through a provider": ["session.started done"],
    "again through a provider": ["session.started done"],
    stranger: ["session.start refused"],
    "step-up": ["session.stepped-up done"],
    "wrong step-up": ["session.step-up refused"],
    "unreadable step-up": ["session.step-up refused"],
    "wrong present password": ["password.change refused"],
    "password before a second factor": ["session.second-factor-asked done"],
    "ticket with a wrong code": ["session.refused refused"],
    "ticket with the code": ["session.started done"],
    "ticket a second time": ["session.start refused"],
    "one guess too many": ["session.start refused"],
  });
});
