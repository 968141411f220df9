import { toFileHandler } from "@/app/_http/file-response";
import { exportIdentities } from "@/lib/use-cases/identities/export-identities";

export const GET = toFileHandler(exportIdentities);
