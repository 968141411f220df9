import { createHash } from "node:crypto";
import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { mostProofBytes, mostProofs, proofMediaType } from "@/lib/domain/lifecycle/proof-file";
import { encryptFile } from "@/lib/infra/encrypted-file";
import { actorName, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { newId } from "../ingest/new-id";
import { caseOrRefuse } from "./case-state";
import { proofPlace } from "./proof-place";
import { audited } from "./record";

function checkedType(content: Uint8Array): string {
  if (content.byteLength === 0) throw new DomainError("invalid_input", "The file is empty.");
  if (content.byteLength > mostProofBytes)
    throw new DomainError("too_large", "The file is larger than 10 MB. Nothing was kept.");
  const mediaType = proofMediaType(content);
  if (mediaType) return mediaType;
  throw new DomainError(
    "invalid_input",
    "A proof is a PNG or JPEG picture, a PDF or a text in UTF-8. Nothing was kept.",
  );
}

/** Keeps a file beside a task by hand: a picture of the provider's page, a log, a ticket. */
export const attachProof = defineCommand({
  name: "offboarding.attach-proof",
  event: "offboarding.proof-attached",
  permission: "offboarding:report",
  input: z.strictObject({
    caseId: z.uuid(),
    name: z.string().trim().min(1).max(200),
    content: z.instanceof(Uint8Array),
  }),
  run: async ({ tx, ctx, input, reach }) => {
    const { name, content } = input;
    const found = await caseOrRefuse(tx, input.caseId);
    if (reach === "own" && found.identity?.ownerId !== personIdOf(ctx))
      throw new DomainError("not_found", "There is no such case, or it is not yours.");
    if (!["manual", "reported"].includes(found.state))
      throw new DomainError("conflict", "This case waits for no proof. Nothing was kept.");
    const mediaType = checkedType(content);
    const sha256 = createHash("sha256").update(content).digest("hex");
    // Locked, so that two at once are counted one after the other.
    await tx.$queryRaw`SELECT id FROM offboarding_case WHERE id = ${found.id}::uuid FOR UPDATE`;
    const kept = await tx.offboardingProof.findMany({
      where: { caseId: found.id },
      select: { sha256: true },
    });
    if (kept.some((one) => one.sha256 === sha256))
      throw new DomainError("conflict", "The very same file is attached already.");
    if (kept.length >= mostProofs)
      throw new DomainError("conflict", `A case keeps ${mostProofs} files. Nothing was kept.`);
    const id = newId();
    const encrypted = await encryptFile(content, proofPlace(id));
    await tx.offboardingProof.create({
      data: {
        id,
        caseId: found.id,
        name,
        mediaType,
        bytes: content.byteLength,
        sha256,
        content: encrypted.content,
        sealedContentKey: encrypted.sealedKey,
        attachedBy: actorName(ctx),
        at: ctx.now,
      },
    });
    return {
      result: { proofId: id, sha256 },
      audit: audited(found.id, { file: name, mediaType, bytes: content.byteLength, sha256 }),
    };
  },
});
