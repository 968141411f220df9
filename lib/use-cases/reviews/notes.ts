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

/** Another worker was quicker. */
export function ignoreTaken(error: unknown): void {
  if (!(error instanceof DomainError && error.code === "conflict")) throw error;
}
