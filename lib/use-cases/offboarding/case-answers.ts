import { z } from "zod";
import { caseKinds, type CaseState, caseVerbs } from "@/lib/domain/lifecycle/case";
import { offboardingModes, offboardingStates } from "@/lib/domain/lifecycle/offboarding";
import { rotationStates } from "@/lib/domain/lifecycle/rotation";
import { count, instant, lastUse, nextCursor, ownFields, proof } from "../api/answer-parts";

const states = [...new Set<CaseState>([...offboardingStates, ...rotationStates])];

const caseRow = z
  .object({
    id: z.uuid(),
    case: z.enum(caseKinds),
    name: z.string(),
    subject: z.enum(["identity", "credential"]),
    kind: z.string(),
    holder: z.string().nullable(),
    identityId: z.uuid().nullable(),
    source: z.object({ id: z.uuid().nullable(), name: z.string(), connectorId: z.string() }),
    mode: z.enum(offboardingModes),
    state: z.enum(states),
    reason: z.string(),
    requestedBy: z.string(),
    createdAt: instant,
    stateAt: instant,
    watchUntil: instant.nullable(),
    closedAt: instant.nullable(),
    attempt: count,
    error: z.object({ code: z.string().optional(), message: z.string() }).nullable(),
  })
  .meta({ id: "Case" });

export const casePage = z.object({
  items: z.array(caseRow),
  nextCursor,
  counts: z.object({ open: count, decide: count, stuck: count, closed: count }),
});

const call = z.object({ call: z.string(), effect: z.string() });

const plan = z
  .object({
    at: instant,
    state: z.enum(["active", "disabled", "gone"]),
    steps: z.array(
      z.object({
        verb: z.enum(caseVerbs),
        reversible: z.enum(["yes", "from_snapshot", "no"]),
        calls: z.array(call),
      }),
    ),
    consumers: z.array(z.string()),
    leftovers: z.array(z.string()),
    lastUsedAt: lastUse,
  })
  .meta({ id: "DryRun" });

const destination = z.union([
  z.object({ type: z.literal("shown_once") }),
  z.object({
    type: z.literal("source"),
    sourceId: z.uuid(),
    sourceName: z.string(),
    kind: z.string(),
    label: z.string(),
    fields: z.record(z.string(), z.string()),
  }),
]);

const rotation = z
  .object({
    destination,
    overlapHours: z.number().int().nullable(),
    made: z.object({ externalId: z.string(), name: z.string() }).nullable(),
    secretUntil: instant.nullable(),
    deliveredAt: instant.nullable(),
    quietUntil: instant.nullable(),
    lastUsedAt: lastUse.nullable(),
  })
  .meta({ id: "Rotation", description: "The successor of a credential without its secret" });

export const caseDetail = caseRow
  .extend({
    step: z.string().nullable(),
    requestedById: z.uuid().nullable(),
    otherApprover: z.boolean(),
    owner: z.string().nullable(),
    isOwner: z.boolean(),
    canBeMadeAgain: z.boolean(),
    watchDays: count,
    disabledAt: instant.nullable(),
    nextAt: instant.nullable(),
    url: z.string().nullable(),
    plan: plan.nullable(),
    byHand: z.array(z.string()),
    rotation: rotation.nullable(),
    snapshot: ownFields.nullable(),
    approvals: z.array(
      z.object({
        person: z.string(),
        decision: z.string(),
        reason: z.string().nullable(),
        assuranceLevel: z.number().int(),
        at: instant,
      }),
    ),
    calls: z.array(
      z.object({
        verb: z.enum(caseVerbs),
        attempt: count,
        calls: z.array(call),
        snapshot: ownFields.nullable(),
        state: z.string(),
        answer: z.string().nullable(),
        startedAt: instant,
        finishedAt: instant.nullable(),
      }),
    ),
    proofs: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        mediaType: z.string(),
        bytes: count,
        sha256: z.string(),
        attachedBy: z.string(),
        at: instant,
      }),
    ),
    audit: z.array(proof),
  })
  .meta({ id: "CaseDetail" });

export const newCase = z.object({
  caseId: z.uuid(),
  mode: z.string().describe("Whether Muster calls the provider or a person does it"),
});

export const newProof = z.object({ proofId: z.uuid(), sha256: z.string() });
