import { toFileHandler } from "@/app/_http/file-response";
import { exportFindings } from "@/lib/use-cases/findings/export-findings";

export const GET = toFileHandler(exportFindings);
