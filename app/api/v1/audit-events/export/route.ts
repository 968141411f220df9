import { toFileHandler } from "@/app/_http/file-response";
import { exportAuditEvents } from "@/lib/use-cases/audit-log/export-audit-events";

export const GET = toFileHandler(exportAuditEvents);
