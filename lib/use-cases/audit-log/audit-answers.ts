import { z } from "zod";
import { count, instant, ownFields, pageOf } from "../api/answer-parts";

export const auditPage = pageOf(
  z
    .object({
      seq: z.string(),
      at: instant,
      actorType: z.string(),
      actorName: z.string(),
      event: z.string(),
      outcome: z.string(),
      targetType: z.string().nullable(),
      targetId: z.string().nullable(),
      detail: ownFields,
      requestId: z.string().nullable(),
      ip: z.string().nullable(),
      hash: z.string(),
    })
    .meta({ id: "AuditEvent" }),
);

export const chainVerification = z
  .object({
    intact: z.boolean(),
    rows: count,
    brokenAt: z.string().nullable(),
    problem: z.enum(["missing", "altered", "relinked", "unknown_key"]).nullable(),
    sentence: z.string(),
    head: z.object({ seq: z.string(), hash: z.string() }).nullable(),
  })
  .meta({ id: "ChainVerification" });
