import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { verifyAuditChain } from "@/lib/use-cases/audit-log/verify-audit-chain";

export const POST = toRouteHandler(verifyAuditChain, jsonInput);
