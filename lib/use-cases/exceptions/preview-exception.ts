import { z } from "zod";
import { actsWithoutPerson } from "@/lib/domain/identity/autonomy";
import { administratorRenewal } from "@/lib/domain/lifecycle/exception";
import { controlKinds } from "@/lib/domain/policy/controls";
import { db } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import { assess } from "./assess";
import { exceptionTarget, targetOfException } from "./exception-target";

/** All that the form of a request shows before anything is written. */
export const previewException = defineQuery({
  permission: "exception:request",
  input: z.strictObject(exceptionTarget),
  run: async ({ ctx, input, reach }) => {
    const target = await targetOfException(db(), ctx, reach, input);
    const { identity } = target;
    const seen = await assess(identity.id, controlKinds, target.place, ctx.now);
    return {
      identity: { id: identity.id, name: identity.name, class: identity.identityClass },
      source: { name: identity.source.name, isSample: identity.source.isSample },
      ruleId: target.ruleId,
      title: target.title,
      findingId: target.finding?.id ?? null,
      isResolved: target.finding?.state === "resolved" || identity.missingSince !== null,
      exceptionDays: seen.limits.exceptionDays,
      automaticDays: seen.limits.approvals === 0 ? seen.limits.automaticDays : 0,
      policyVersion: seen.policyVersion,
      withoutPerson: actsWithoutPerson(seen.autonomy.tier) ? seen.autonomy.because : null,
      checks: seen.checks,
      pendingId: target.pendingId,
      renewals: target.renewals,
      needsAdministrator: target.renewals >= administratorRenewal,
    };
  },
});
export type ExceptionPreview = Awaited<ReturnType<typeof previewException>>;
