import { z } from "zod";
import { sourceCoverage } from "@/lib/domain/inventory/source-coverage";
import { severities } from "@/lib/domain/policy/rule";
import { count, instant, pageOf } from "../api/answer-parts";

const severity = z.enum(severities);
const control = z.object({ id: z.string(), title: z.string(), framework: z.string() });

const findingRow = z
  .object({
    id: z.uuid(),
    ruleId: z.string(),
    severity,
    state: z.enum(["open", "excepted", "resolved"]),
    title: z.string(),
    evidence: z.string(),
    firstSeenAt: instant,
    lastSeenAt: instant,
    resolvedAt: instant.nullable(),
    reopenCount: count,
    exceptionId: z.uuid().nullable(),
    identity: z.object({
      id: z.uuid(),
      name: z.string(),
      kind: z.string(),
      riskBand: z.string(),
      riskScore: z.number().int(),
    }),
    source: z.object({
      id: z.uuid(),
      name: z.string(),
      connectorId: z.string(),
      isSample: z.boolean(),
    }),
  })
  .meta({ id: "Finding" });
export const findingPage = pageOf(findingRow);

const facet = z
  .object({ value: z.string(), label: z.string(), count })
  .meta({ id: "FindingFacet" });
const state = z.object({ open: count, reopened: count, excepted: count, resolved: count });
export const findingFacets = z.object({
  state,
  severity: z.array(facet),
  rule: z.array(facet),
  source: z.array(facet),
  framework: z.array(facet),
});

const answers = z.object({ failed: count, unknown: count, passed: count });

const findingRule = z
  .object({
    ruleId: z.string(),
    title: z.string(),
    remedy: z.string(),
    frameworks: z.array(control),
    severity,
    bySeverity: z.object({ critical: count, high: count, medium: count, low: count }),
    findings: count,
    oldestAt: instant,
    answers: answers.nullable().describe("Null for who sees only their own"),
  })
  .meta({ id: "FindingRule" });
export const findingRules = z.object({
  items: z.array(findingRule),
  quiet: z.array(z.object({ ruleId: z.string(), title: z.string(), answers })),
});

export const findingDetail = z
  .object({
    id: z.uuid(),
    ruleId: z.string(),
    ruleTitle: z.string(),
    severity: z.string(),
    state: z.string(),
    title: z.string(),
    evidence: z.string(),
    facts: z.array(
      z.object({
        label: z.string(),
        value: z.string(),
        source: z.string().optional(),
        observedAt: z.string().optional(),
      }),
    ),
    remedy: z.string(),
    frameworks: z.array(control),
    firstSeenAt: instant,
    lastSeenAt: instant,
    resolvedAt: instant.nullable(),
    resolvedBecause: z.string().nullable(),
    reopenCount: count,
    exception: z.object({ id: z.uuid(), endsAt: instant, renewals: count }).nullable(),
    identity: z.object({
      id: z.uuid(),
      name: z.string(),
      kind: z.string(),
      riskBand: z.string(),
      riskScore: z.number().int(),
      ownerName: z.string().nullable(),
    }),
    source: z.object({ id: z.uuid(), name: z.string(), isSample: z.boolean() }),
    coverage: sourceCoverage,
  })
  .meta({ id: "FindingDetail" });
