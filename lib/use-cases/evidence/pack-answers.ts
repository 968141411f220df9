import { z } from "zod";
import { evidenceSubjects } from "@/lib/domain/evidence-pack/manifest";
import { count, instant, pageOf } from "../api/answer-parts";

export const packAnswer = z
  .object({
    id: z.uuid(),
    subject: z.enum(evidenceSubjects),
    subjectId: z.uuid().nullable(),
    title: z.string(),
    state: z.enum(["queued", "running", "done", "failed"]),
    doneRows: count,
    totalRows: count.nullable(),
    error: z.string().nullable(),
    requestedBy: z.string(),
    createdAt: instant,
    finishedAt: instant.nullable(),
    digest: z.string().nullable().describe("SHA-256 of the pack"),
    bytes: count.nullable(),
    keyId: z.string().nullable(),
    kept: z.boolean().describe("Whether its bytes are still here"),
  })
  .meta({ id: "EvidencePack" });
export const packPage = pageOf(packAnswer);

export const newPack = z.object({ packId: z.uuid(), title: z.string() });
