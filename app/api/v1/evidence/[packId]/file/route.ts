import { toFileHandler } from "@/app/_http/file-response";
import { downloadPack } from "@/lib/use-cases/evidence/download-pack";

export const GET = toFileHandler(downloadPack, (_request, { packId }) => ({ packId }));
