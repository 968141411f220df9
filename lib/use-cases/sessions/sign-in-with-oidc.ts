import { z } from "zod";
import { roles } from "@/lib/domain/people/permissions";
import { SignInRefused } from "@/lib/domain/people/sign-in-refusal";
import type { Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { hasSecondFactor, secondFactorsOf } from "./second-factor";
import { insertSession } from "./start-session";

const claims = z.strictObject({
  issuer: z.string().min(1).max(2_000),
  subject: z.string().min(1).max(500),
  /** Only an address that the provider vouches for; null otherwise. */
  verifiedEmail: z
    .email()
    .max(254)
    .transform((value) => value.toLowerCase())
    .nullable(),
  name: z.string().max(200).nullable(),
  /** The role that strangers join with; empty refuses them. */
  newPersonRole: z.enum(["", "analyst", "owner", "manager", "auditor"]),
});
type Claims = z.output<typeof claims>;

interface Found {
  personId: string;
  /** How this person was found, for the audit log. */
  how: "known" | "linked" | "invited" | "joined";
}

async function findKnown(tx: Tx, { issuer, subject }: Claims): Promise<Found | null> {
  const login = await tx.personLogin.findUnique({
    where: { issuer_subject: { issuer, subject } },
    include: { person: true },
  });
  if (!login) return null;
  if (login.person.status !== "active") throw new SignInRefused("AccountDisabled");
  return { personId: login.personId, how: "known" };
}

/** Somebody with this address is here: their first sign-in through the provider ties the two. */
async function link(tx: Tx, given: Claims, email: string): Promise<Found | null> {
  const person = await tx.person.findUnique({
    where: { email },
    include: { logins: { where: { issuer: given.issuer } } },
  });
  if (!person) return null;
  if (person.status !== "active") throw new SignInRefused("AccountDisabled");
  if (person.logins.length > 0) throw new SignInRefused("AddressTaken");
  const { issuer, subject } = given;
  await tx.personLogin.create({ data: { issuer, subject, personId: person.id } });
  return { personId: person.id, how: "linked" };
}

/** An open invitation to this address, else the role for strangers. */
async function join(tx: Tx, given: Claims, email: string, now: Date): Promise<Found> {
  const open = {
    purpose: "invitation",
    email,
    usedAt: null,
    revokedAt: null,
    expiresAt: { gt: now },
  };
  const invitation = await tx.invitation.findFirst({ where: open });
  const role = invitation?.role ?? given.newPersonRole;
  if (!role) throw new SignInRefused("NotKnown");
  if (invitation) {
    await tx.invitation.updateMany({ where: open, data: { usedAt: now } });
  }
  const { issuer, subject } = given;
  const person = await tx.person.create({
    data: {
      email,
      name: given.name?.trim() || email,
      role: z.enum(roles).parse(role),
      logins: { create: { issuer, subject } },
    },
  });
  return { personId: person.id, how: invitation ? "invited" : "joined" };
}

async function recognise(tx: Tx, given: Claims, now: Date): Promise<Found> {
  // Two first sign-ins of one address at once: the second waits and then finds the link.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${given.issuer}, 7061977))`;
  const known = await findKnown(tx, given);
  if (known) return known;
  const email = given.verifiedEmail;
  if (!email) throw new SignInRefused("AddressUnverified");
  return (await link(tx, given, email)) ?? (await join(tx, given, email, now));
}

/**
 * An OIDC provider vouched for issuer and subject. The provider decides about a second factor at
 * sign-in; dangerous actions ask for Muster's own where the person has one.
 */
export const signInWithOidc = defineCommand({
  name: "session.start",
  event: "session.started",
  permission: "public",
  input: claims.extend({ userAgent: z.string().max(400).nullable() }),
  run: async ({ tx, ctx, input: { userAgent, ...given } }) => {
    const { personId, how } = await recognise(tx, given, ctx.now);
    const provenNow = !hasSecondFactor(await secondFactorsOf(tx, personId));
    const who = { personId, assuranceLevel: 1, method: "single sign-on", provenNow, userAgent };
    const { result, audit } = await insertSession(tx, ctx, who);
    const detail = { ...audit.detail, how, issuer: given.issuer };
    return { result, audit: { ...audit, detail } };
  },
});
