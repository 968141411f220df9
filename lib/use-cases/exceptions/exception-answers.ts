import { z } from "zod";
import { exceptionStates } from "@/lib/domain/lifecycle/exception";
import { controlKinds } from "@/lib/domain/policy/controls";
import { count, instant, nextCursor, proof } from "../api/answer-parts";

const state = z.enum(exceptionStates);

const exceptionRow = z
  .object({
    id: z.uuid(),
    identityId: z.uuid().nullable(),
    identityName: z.string(),
    sourceName: z.string(),
    ruleId: z.string(),
    ruleTitle: z.string(),
    scope: z.enum(["finding", "rule"]),
    state,
    reason: z.string(),
    requestedBy: z.string(),
    automatic: z.boolean(),
    renewals: count,
    startsAt: instant,
    endsAt: instant,
    createdAt: instant,
    stateAt: instant,
  })
  .meta({ id: "Exception" });

export const exceptionPage = z.object({
  items: z.array(exceptionRow),
  nextCursor,
  counts: z.object({ open: count, decide: count, expiring: count, ended: count }),
});

const controlCheck = z
  .object({
    control: z.enum(controlKinds),
    state: z.enum(["pass", "fail", "unknown"]),
    because: z.string(),
    source: z.string().optional(),
    observedAt: z.string().optional(),
  })
  .meta({ id: "ControlCheck" });

export const exceptionDetail = exceptionRow
  .extend({
    ownerName: z.string().nullable(),
    requestedById: z.uuid().nullable(),
    controls: z.array(z.enum(controlKinds)),
    controlsNote: z.string().nullable(),
    checks: z.array(controlCheck),
    checkedAt: instant,
    mostDays: count,
    policyVersion: count,
    needsAdministrator: z.boolean(),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    decision: z.string().nullable(),
    assurance: z.number().int().nullable(),
    closedAt: instant.nullable(),
    findings: z.array(z.object({ id: z.uuid(), title: z.string(), severity: z.string() })),
    before: z.array(z.object({ id: z.uuid(), state, startsAt: instant, endsAt: instant })),
    audit: z.array(proof),
  })
  .meta({ id: "ExceptionDetail" });

export const newException = z.object({ exceptionId: z.uuid(), state: z.string() });
export const exceptionChange = z.object({ exceptionId: z.uuid(), state });
export const exceptionEnd = exceptionChange.extend({
  reopened: count.describe("Findings that stand again"),
});
