import { z } from "zod";
import { count, instant, listOf } from "../api/answer-parts";

export const healthReport = z
  .object({
    version: z.string().nullable().describe("Muster's own; null where it cannot be read"),
    database: z.object({
      version: z.string(),
      bytes: count,
      latencyMs: count,
      migrations: count,
    }),
    workers: z.array(
      z.object({
        id: z.string(),
        startedAt: instant,
        lastSeenAt: instant,
        alive: z.boolean(),
      }),
    ),
    queues: z.array(z.object({ name: z.string(), waiting: count, running: count, failed: count })),
    node: z.object({
      version: z.string(),
      fixesUntil: z.string().nullable().describe("Null where this version's end is not known"),
      supported: z.boolean().nullable(),
    }),
    disk: z.object({ freeBytes: count, totalBytes: count }).nullable(),
    lastBackup: z
      .object({ at: instant, rows: count })
      .nullable()
      .describe("Null when Muster wrote none itself"),
    auditEntries: count,
  })
  .meta({ id: "HealthReport" });

export const keyList = listOf(
  z
    .object({
      id: z.string(),
      purpose: z.string(),
      createdAt: z.string(),
      current: z.boolean(),
      sealedValues: count.nullable().describe("Null for a key that seals nothing"),
      publicKey: z.string().nullable().describe("In hex; null for a key that signs nothing"),
    })
    .meta({ id: "Key" }),
);

export const signInSettings = z
  .object({
    baseUrl: z.string(),
    secureCookies: z.boolean(),
    passkeyHost: z.string().nullable().describe("Null where browsers offer no passkeys"),
    trustsProxy: z.boolean(),
    idleMinutes: count,
    absoluteHours: count,
    singleSignOn: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        issuer: z.string(),
        redirect: z.string().describe("The address to give the provider"),
        prefix: z.string().describe("How the names of its variables begin"),
        newPersonRole: z.string().nullable(),
        trustEmail: z.boolean(),
      }),
    ),
  })
  .meta({ id: "SignInSettings" });

export const patternList = listOf(
  z
    .object({
      id: z.uuid(),
      pattern: z.string(),
      person: z.object({
        id: z.uuid(),
        name: z.string(),
        email: z.string(),
        active: z.boolean(),
      }),
    })
    .meta({ id: "OwnerPattern" }),
);

export const newPattern = z.object({
  id: z.uuid(),
  matched: count.describe("How many identities got this candidate"),
});
