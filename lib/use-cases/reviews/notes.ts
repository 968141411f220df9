import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { AuditNote } from "../define-command";

export const audited = (
  campaignId: string,
  detail: NonNullable<AuditNote["detail"]>,
): AuditNote => ({
  targetType: "review_campaign",
  targetId: campaignId,
  detail,
});

/** Why something was decided or handed on; an auditor reads it. */
export const reasonText = z
  .string()
  .trim()
  .min(5, "Give a reason of at least 5 characters")
  .max(1000);

/** Another worker was quicker. */
export function ignoreTaken(error: unknown): void {
  if (!(error instanceof DomainError && error.code === "conflict")) throw error;
}
