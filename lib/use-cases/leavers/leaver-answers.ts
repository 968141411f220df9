import { z } from "zod";
import { count, instant } from "../api/answer-parts";

const leaver = z
  .object({
    id: z.uuid(),
    person: z.object({
      id: z.uuid(),
      name: z.string(),
      email: z.string(),
      title: z.string().nullable(),
    }),
    because: z.string(),
    openedAt: instant,
    closedAt: instant.nullable(),
    outcome: z.string().nullable().describe("handled, nothing_to_decide or returned"),
    total: count,
    undecided: count,
  })
  .meta({ id: "Leaver" });
export const leaverList = z.object({ items: z.array(leaver), open: count });

const somebody = z.object({ id: z.uuid(), name: z.string(), active: z.boolean() }).nullable();
export const leaverDetail = leaver
  .extend({
    items: z.array(
      z.object({
        identityId: z.uuid(),
        name: z.string(),
        kind: z.string(),
        source: z.string(),
        risk: z.object({ score: z.number().int(), band: z.string() }),
        missing: z.boolean(),
        ties: z.array(z.string()),
        owner: somebody,
        backup: somebody,
        decision: z.string().nullable(),
        decidedBy: z.string().nullable(),
        caseId: z.uuid().nullable(),
      }),
    ),
    teams: z.array(z.string()),
  })
  .meta({ id: "LeaverDetail" });

export const leaverProgress = z.object({ decided: count, skipped: count, left: count });
