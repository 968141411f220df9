import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { db } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { coverageOfSource } from "../sources/source-coverage";
import { frameworksOf, ruleTitle } from "./rule-texts";

/** What rules write as evidence; anything else is shown as it is. */
const evidenceShape = z.object({
  evidence: z.string(),
  facts: z
    .array(
      z.object({
        label: z.string(),
        value: z.string(),
        source: z.string().optional(),
        observedAt: z.string().optional(),
      }),
    )
    .default([]),
});

function readEvidence(value: unknown): z.output<typeof evidenceShape> {
  const parsed = evidenceShape.safeParse(value);
  if (parsed.success) return parsed.data;
  return { evidence: typeof value === "string" ? value : JSON.stringify(value), facts: [] };
}

export const findingInput = z.strictObject({ id: z.uuid() });

/** One finding with its evidence, what to do and which controls it touches. */
export const getFinding = defineQuery({
  permission: "finding:read",
  input: findingInput,
  run: async ({ ctx, input, reach }) => {
    const found = await db().finding.findFirst({
      where: {
        id: input.id,
        ...(reach === "own" ? { identity: { ownerId: personIdOf(ctx) ?? "" } } : {}),
      },
      include: { identity: { include: { source: true, owner: true } }, exception: true },
    });
    if (!found) throw new DomainError("not_found", "There is no such finding.");
    const { identity } = found;
    return {
      id: found.id,
      ruleId: found.ruleId,
      ruleTitle: ruleTitle(found.ruleId),
      severity: found.severity,
      state: found.state,
      title: found.title,
      ...readEvidence(found.evidence),
      remedy: found.remedy,
      frameworks: frameworksOf(found.ruleId),
      firstSeenAt: found.firstSeenAt.toISOString(),
      lastSeenAt: found.lastSeenAt.toISOString(),
      resolvedAt: found.resolvedAt?.toISOString() ?? null,
      resolvedBecause: found.resolvedBecause,
      reopenCount: found.reopenCount,
      exception: found.exception && {
        id: found.exception.id,
        endsAt: found.exception.endsAt.toISOString(),
        renewals: found.exception.renewals,
      },
      identity: {
        id: identity.id,
        name: identity.name,
        kind: identity.kind,
        riskBand: identity.riskBand,
        riskScore: identity.riskScore,
        ownerName: identity.owner?.name ?? null,
      },
      source: {
        id: identity.source.id,
        name: identity.source.name,
        isSample: identity.source.isSample,
      },
      coverage: await coverageOfSource(identity.sourceId),
    };
  },
});
export type FindingDetail = Awaited<ReturnType<typeof getFinding>>;
