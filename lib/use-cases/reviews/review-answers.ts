import { z } from "zod";
import { shownFact } from "@/lib/domain/inventory/identity-detail";
import {
  campaignStates,
  overdueDefaults,
  reviewerRules,
  twoPeopleRules,
} from "@/lib/domain/lifecycle/campaign";
import { reviewDecisions, reviewItemStates } from "@/lib/domain/lifecycle/review-item";
import { count, instant, listOf, pageOf } from "../api/answer-parts";

export const campaignPage = pageOf(
  z
    .object({
      id: z.uuid(),
      name: z.string(),
      query: z.string(),
      state: z.enum(campaignStates),
      items: count,
      decided: count,
      waiting: count,
      mine: count.describe("How many wait for whoever asks"),
      dueAt: instant,
      createdAt: instant,
      createdBy: z.string(),
    })
    .meta({ id: "Campaign" }),
);

const progress = { waiting: count, decided: count, unanswered: count };

export const campaignDetail = z
  .object({
    id: z.uuid(),
    name: z.string(),
    query: z.string(),
    state: z.enum(campaignStates),
    reviewer: z.enum(reviewerRules),
    person: z.string().nullable(),
    twoPeople: z.enum(twoPeopleRules),
    overdueDefault: z.enum(overdueDefaults),
    dueAt: instant,
    createdAt: instant,
    createdBy: z.string(),
    openedAt: instant.nullable(),
    closedAt: instant.nullable(),
    closedBy: z.string().nullable(),
    rolling: z.boolean(),
    seriesId: z.uuid().nullable(),
    items: count,
    prepared: count,
    scopeSize: count,
    ...progress,
    teams: z.array(z.object({ team: z.string().nullable(), ...progress })),
    decisions: z.array(
      z.object({ decision: z.enum(reviewDecisions), count, pending: count, failed: count }),
    ),
    reviewers: z.array(
      z.object({
        personId: z.uuid().nullable().describe("Null is any analyst"),
        name: z.string().nullable(),
        ...progress,
        medianHours: z.number().nullable(),
      }),
    ),
    delegations: z.array(
      z.object({
        id: z.uuid(),
        from: z.string(),
        to: z.string(),
        by: z.string(),
        reason: z.string(),
        items: count,
        at: instant,
      }),
    ),
  })
  .meta({ id: "CampaignDetail" });

const subject = z.enum(["credential", "identity"]);

export const reviewItemPage = pageOf(
  z
    .object({
      id: z.uuid(),
      identityId: z.uuid().nullable(),
      subject,
      name: z.string(),
      identityName: z.string(),
      sourceName: z.string(),
      risk: z.number().int(),
      owner: z.string().nullable(),
      reviewer: z.string().nullable().describe("Null is any analyst"),
      state: z.enum(reviewItemStates),
      decision: z.enum(reviewDecisions).nullable(),
      reason: z.string().nullable(),
      decidedBy: z.string().nullable(),
      decidedAt: instant.nullable(),
      effect: z.string(),
      effectNote: z.string().nullable(),
      caseId: z.uuid().nullable(),
      taskId: z.uuid().nullable(),
      because: z.string().nullable(),
    })
    .meta({ id: "ReviewItem" }),
);

const reviewCard = z
  .object({
    id: z.uuid(),
    campaign: z.object({ id: z.uuid(), name: z.string(), dueAt: instant }),
    state: z.enum(reviewItemStates),
    subject,
    name: z.string(),
    kind: z.string(),
    status: z.string(),
    scopes: z.array(z.string()),
    identity: z.object({
      id: z.uuid().nullable(),
      name: z.string(),
      kind: z.string(),
      environment: z.string(),
      container: z.string().nullable(),
      description: z.string().nullable(),
    }),
    source: z.object({ name: z.string(), connectorId: z.string() }),
    owner: z.string().nullable(),
    facts: z.array(shownFact),
    reach: z.array(z.object({ service: z.string(), level: z.string(), grants: count })),
    grantCount: count,
    usedBy: z.array(z.object({ principal: z.string(), verdict: z.string() })),
    usedByCount: count,
    sharedWith: count,
    risk: z.object({ score: z.number().int(), band: z.string(), confidence: z.number().int() }),
    findings: z.array(z.object({ severity: z.string(), title: z.string() })),
    findingCount: count,
    since: instant.nullable(),
    changes: z.array(z.object({ at: instant, summary: z.string() })),
    changeCount: count,
    digest: z.string(),
    equal: count,
    twoPeople: z.boolean(),
    delegated: z.boolean(),
    because: z.string().nullable(),
    dueAt: instant.nullable(),
  })
  .meta({ id: "ReviewCard" });
export const myItems = z.object({ total: count, items: z.array(reviewCard) });

const right = z.object({ entitlement: z.string(), target: z.string(), level: z.string() });
export const reviewTaskPage = pageOf(
  z
    .object({
      id: z.uuid(),
      kind: z.enum(["rotate", "reduce_scope"]),
      title: z.string(),
      instructions: z.array(z.string()),
      suggestion: z
        .object({ because: z.string(), keep: z.array(right), takeAway: z.array(right) })
        .nullable(),
      campaignId: z.uuid(),
      identityId: z.uuid().nullable(),
      assignee: z.string().nullable(),
      state: z.enum(["open", "done", "cancelled"]),
      note: z.string().nullable(),
      createdAt: instant,
      finishedAt: instant.nullable(),
      finishedBy: z.string().nullable(),
    })
    .meta({ id: "ReviewTask" }),
);

export const reviewSeries = listOf(
  z
    .object({
      id: z.uuid(),
      name: z.string(),
      repeats: z.enum(["monthly", "quarterly", "on_event"]),
      query: z.string(),
      triggers: z.array(z.enum(["risk", "owner", "exposure"])),
      riskLine: z.enum(["medium", "high", "critical"]).nullable(),
      dueDays: count,
      nextAt: instant.nullable(),
      state: z.enum(["active", "stopped"]),
      note: z.string().nullable(),
      createdBy: z.string(),
      last: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    })
    .meta({ id: "ReviewSeries" }),
);

export const newCampaign = z.object({
  campaignId: z.uuid(),
  identities: count,
  seriesId: z.uuid().nullable().describe("Null when it does not repeat"),
});

export const decidedItems = z.object({
  count,
  waitingForSecond: count.describe("Take effect when another person agrees"),
});
