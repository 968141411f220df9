import { toFileHandler } from "@/app/_http/file-response";
import { downloadProof } from "@/lib/use-cases/offboarding/download-proof";

export const GET = toFileHandler(downloadProof, (_request, { caseId, proofId }) => ({
  caseId,
  proofId,
}));
