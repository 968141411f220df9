import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { proofFileName } from "@/lib/domain/lifecycle/proof-file";
import { db } from "@/lib/infra/db";
import { decryptFile } from "@/lib/infra/encrypted-file";
import { personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { proofPlace } from "./proof-place";
import { audited } from "./record";

/** A file of proof; that it was taken is an entry of the audit log. */
export const downloadProof = defineCommand({
  name: "offboarding.download-proof",
  event: "offboarding.proof-downloaded",
  permission: "offboarding:read",
  input: z.strictObject({ caseId: z.uuid(), proofId: z.uuid() }),
  run: async ({ tx, ctx, input, reach }) => {
    const me = personIdOf(ctx);
    const theirs = { OR: [{ requestedById: me }, { identity: { ownerId: me } }] };
    const proof = await tx.offboardingProof.findFirst({
      where: {
        id: input.proofId,
        caseId: input.caseId,
        ...(reach === "own" ? { case: theirs } : {}),
      },
    });
    if (!proof || (reach === "own" && !me))
      throw new DomainError("not_found", "There is no such file, or it is not yours to read.");
    const content = await openProof(proof);
    return {
      result: {
        fileName: proofFileName(proof.name),
        // Never the type it claims: a browser must save it, not run it.
        contentType: "application/octet-stream",
        bytes: content.byteLength,
        chunks: once(content),
      },
      audit: audited(input.caseId, { file: proof.name, sha256: proof.sha256 }),
    };
  },
});

interface StoredProof {
  id: string;
  content: Uint8Array;
  sealedContentKey: string;
}

const openProof = ({ id, content, sealedContentKey }: StoredProof): Promise<Buffer> =>
  decryptFile(content, sealedContentKey, proofPlace(id));

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

/** The bytes of a file of proof, for whoever may read its case. */
export async function readProof(id: string): Promise<Buffer> {
  return openProof(await db().offboardingProof.findUniqueOrThrow({ where: { id } }));
}
