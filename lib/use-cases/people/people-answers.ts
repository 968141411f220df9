import { z } from "zod";
import { count, instant, listOf, pageOf } from "../api/answer-parts";

export const ownAccount = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: z.string(),
    hasPassword: z.boolean(),
    authenticatorApp: z.boolean(),
    passkeys: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        hardwareBound: z.boolean(),
        createdAt: instant,
        lastUsedAt: instant.nullable(),
      }),
    ),
    passkeyOrigin: z.string().nullable(),
    recoveryCodesLeft: count,
    assuranceLevel: z.number().int().nullable().describe("AAL of this session; null for a token"),
  })
  .meta({ id: "OwnAccount" });

export const ownSessions = listOf(
  z
    .object({
      id: z.uuid(),
      current: z.boolean(),
      userAgent: z.string().nullable(),
      ip: z.string().nullable(),
      assuranceLevel: z.number().int(),
      createdAt: instant,
      lastSeenAt: instant,
    })
    .meta({ id: "Session" }),
);

export const ownTokens = listOf(
  z
    .object({
      id: z.uuid(),
      name: z.string(),
      lastFour: z.string(),
      scopes: z.array(z.string()),
      createdAt: instant,
      expiresAt: instant,
      lastUsedAt: instant.nullable(),
      state: z.enum(["active", "expired", "revoked"]),
      revokedAt: instant.nullable(),
      revokedBecause: z
        .string()
        .nullable()
        .describe("`by_hand`, or `person_disabled`: enabling the person does not bring it back"),
    })
    .meta({ id: "Token" }),
);

export const newToken = z.object({
  id: z.uuid(),
  token: z.string().describe("In this answer only"),
  expiresAt: instant,
});

export const peoplePage = pageOf(
  z
    .object({
      id: z.uuid(),
      name: z.string(),
      email: z.string(),
      role: z.string(),
      status: z.string(),
      secondFactor: z.boolean(),
      singleSignOn: z.boolean(),
      lastSignInAt: instant.nullable(),
      createdAt: instant,
    })
    .meta({ id: "Person" }),
);

export const invitationList = listOf(
  z
    .object({ id: z.uuid(), email: z.string(), role: z.string(), expiresAt: instant })
    .meta({ id: "Invitation" }),
);

export const newInvitation = z.object({
  url: z.string().describe("The link, in this answer only"),
  expiresAt: instant,
});
