import { z } from "zod";
import { credentialKinds } from "@/lib/domain/credential/credential";
import { identityKinds } from "@/lib/domain/identity/identity";
import { count, instant, pageOf } from "../api/answer-parts";

const syncError = z
  .object({
    source: z.string(),
    stream: z.string().nullable(),
    code: z.enum([
      "unauthorized",
      "forbidden",
      "rate_limited",
      "unavailable",
      "unexpected_response",
      "internal",
    ]),
    message: z.string(),
    kept: z.string(),
    todo: z.string(),
  })
  .meta({ id: "SyncError" });

const gap = z
  .object({
    reason: z.enum(["forbidden", "not_enabled", "not_found", "not_offered", "plan"]),
    scope: z.string(),
    permission: z.string().optional(),
    message: z.string(),
    within: z
      .union([
        z.literal("unread"),
        z.object({
          part: z.string(),
          idPrefix: z.string().optional(),
          notPrefix: z.string().optional(),
          only: z
            .array(z.enum(["credential", "grant", "trust"]))
            .optional()
            .describe("The kinds of rows it may hide; empty where only a fact is lacking"),
        }),
      ])
      .optional()
      .describe("Which rows it may hide: those of one part, or all that was not read"),
  })
  .meta({
    id: "Gap",
    description: "Something that could not be listed; nothing below it goes missing",
  });

const runSummary = z
  .object({
    id: z.uuid(),
    sourceId: z.uuid(),
    state: z
      .string()
      .describe("queued, running, waiting_for_person, succeeded, partial, failed or cancelled"),
    requestedBy: z.string().nullable(),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    cancelAsked: z.boolean(),
    streams: z.array(
      z.object({
        name: z.string(),
        state: z.string(),
        pages: count,
        records: count,
        gaps: z.array(gap),
        error: syncError.nullable(),
      }),
    ),
    records: count,
    pages: count,
    waiting: z.object({ reason: z.string(), until: instant }).nullable(),
    next: z.string().nullable(),
    error: syncError.nullable(),
    outcome: z.record(z.string(), z.number()),
  })
  .meta({ id: "Run" });
export const runPage = pageOf(runSummary);
const removal = z.object({ id: z.uuid(), name: z.string(), kind: z.string() });
export const removalPage = pageOf(removal);
export const runDetail = runSummary
  .extend({
    removals: z.array(removal),
  })
  .meta({ id: "RunDetail" });

const sourceSummary = z
  .object({
    id: z.uuid(),
    name: z.string(),
    connectorId: z.string(),
    connectorName: z.string(),
    describes: z.string(),
    isSample: z.boolean(),
    status: z.string().describe("never_synced, ok, gaps, partial, failed or waiting_for_person"),
    schedulable: z.boolean(),
    canAct: z.boolean(),
    syncEveryMinutes: z.number().int().nullable(),
    nextSyncAt: instant.nullable(),
    lastCompleteAt: instant.nullable().describe("When it was last read to the end; null is never"),
    lastAttemptAt: instant.nullable(),
    lastError: syncError.nullable(),
    coverage: z.string(),
    identities: count,
    missing: count,
    credentials: count,
    openFindings: count,
    run: runSummary.nullable(),
  })
  .meta({ id: "Source" });

export const sourceList = z.object({
  items: z.array(sourceSummary),
  removing: z.array(z.object({ name: z.string(), total: count, done: count })),
});

const ownIdentity = z.object({
  externalId: z.string(),
  name: z.string(),
  kind: z.enum(identityKinds).optional(),
  credential: z
    .object({
      externalId: z.string(),
      kind: z.enum(credentialKinds),
      name: z.string(),
      fingerprint: z.string().optional(),
    })
    .optional(),
});

const sourceFile = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.string(),
  bytes: count,
  at: instant.describe("When it was uploaded"),
});
export const fileList = z.object({ items: z.array(sourceFile) });
const verification = z.object({
  principal: z.string(),
  scope: z.string(),
  target: z.string().optional(),
  missing: z.array(z.object({ permission: z.string(), streams: z.array(z.string()) })),
  warnings: z.array(z.string()),
  self: ownIdentity.optional(),
  base: ownIdentity.extend({ principal: z.string() }).optional(),
});

export const sourceDetail = sourceSummary
  .extend({
    streams: z.array(
      z.object({
        stream: z.string(),
        state: z.enum(["complete", "limited", "incomplete", "denied", "failed"]),
        records: count,
        gaps: z.array(gap),
        lastCompleteAt: instant
          .nullable()
          .describe("When it was last read to the end; null is never"),
        message: z.string().nullable(),
      }),
    ),
    titles: z.record(z.string(), z.string()),
    verification: verification.nullable(),
    verifiedAt: instant.nullable().describe("When the provider last answered so"),
    config: z.record(z.string(), z.unknown()).describe("Settings without secrets"),
    uploads: z.array(sourceFile),
  })
  .meta({ id: "SourceDetail" });

export const newSource = z.object({
  sourceId: z.uuid(),
  runId: z.uuid().nullable().describe("Of its first sync; null when none was started"),
});

export const newSample = z.object({ sourceId: z.uuid(), runId: z.uuid() });

export const verificationResult = z.union([
  z.object({ ok: z.literal(true), verification }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
]);

export const sourceChange = z.object({
  sourceId: z.uuid(),
  changed: z.array(z.string()),
  verification: verification.nullable().describe("Null when the provider was not asked"),
});

export const requestedRun = z.object({
  runId: z.uuid(),
  isNew: z.boolean().describe("False when a run was waiting or under way already"),
});

export const schedule = z.object({ nextSyncAt: instant.nullable() });

export const newUpload = z.object({ uploadId: z.uuid(), sha256: z.string() });
