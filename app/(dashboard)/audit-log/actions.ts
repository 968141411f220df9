"use server";

import { toServerAction } from "@/app/_http/server-action";
import { verifyAuditChain } from "@/lib/use-cases/audit-log/verify-audit-chain";

export const verifyChain = toServerAction(verifyAuditChain);
