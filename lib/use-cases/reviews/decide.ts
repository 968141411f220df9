import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { transition } from "@/lib/domain/lifecycle/lifecycle";
import {
  eventOf,
  needsReason,
  nextInLine,
  type ReviewDecision,
  reviewDecisions,
  reviewItemLifecycle,
} from "@/lib/domain/lifecycle/review-item";
import { reasonText } from "@/lib/domain/reason";
import { enqueue } from "@/lib/infra/queue";
import { actorName, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { type ItemTarget, itemTarget, lockItems, type OpenItem } from "./items";
import { activePerson } from "./scope-sql";
import { type Change, writeDecisions } from "./write-decisions";

const carriedOut = new Set<ReviewDecision>(["change_owner", "reduce_scope", "rotate", "remove"]);

interface Answer {
  decision: ReviewDecision;
  personId: string;
}

/** Where the answer leaves an item: the lifecycle decides, the database only stores it. */
function changeOf(item: OpenItem, { decision, personId }: Answer): Change {
  const isOwner = item.owner_id === personId;
  const facts = { twoPeople: item.two_people, isOwner, state: item.state };
  const event = eventOf(decision, facts);
  const state = transition(reviewItemLifecycle, item.state, event);
  if (event === "decide") {
    const effect = carriedOut.has(decision) ? "pending" : "none";
    return {
      item,
      state,
      decided: true,
      effect,
      position: item.position,
      reviewerId: item.reviewer_id,
    };
  }
  const isLast = item.reviewer_id === null;
  if (event === "pass" && isLast) {
    throw new DomainError(
      "conflict",
      "Nobody comes after the analysts: ask somebody by delegating it, or decide. Nothing was changed.",
    );
  }
  const first = event === "keep_once" ? personId : item.first_by_id;
  const next = nextInLine(item, first ?? personId);
  return {
    item,
    state,
    decided: false,
    effect: "none",
    position: next.position,
    reviewerId: next.reviewer,
    firstById: first,
  };
}

const isOne = (target: ItemTarget): boolean => "ids" in target && target.ids.length === 1;

/**
 * Answers items that wait for this person. Several at once need a reason and equal evidence. What a
 * decision sets in motion is carried out by the worker right after the transaction.
 */
export const decideItems = defineCommand({
  name: "review.decide",
  event: "review.decided",
  permission: "review:decide",
  input: z
    .strictObject({
      target: itemTarget,
      decision: z.enum(reviewDecisions),
      reason: reasonText.optional(),
      newOwnerId: z.uuid().optional(),
    })
    .refine(({ decision, reason, target }) => reason || (isOne(target) && !needsReason(decision)), {
      path: ["reason"],
      message: "Say why",
    })
    .refine(({ decision, newOwnerId }) => (decision === "change_owner") === Boolean(newOwnerId), {
      path: ["newOwnerId"],
      message: "Name the new owner",
    }),
  run: async ({ tx, ctx, input, reach }) => {
    const personId = personIdOf(ctx);
    if (!personId) throw new DomainError("forbidden", "Only a person can answer a review.");
    if (input.newOwnerId) await activePerson(input.newOwnerId);
    const items = await lockItems(tx, ctx, reach, input.target);
    const { decision, reason = null, newOwnerId = null } = input;
    const changes = items.map((item) => changeOf(item, { decision, personId }));
    const by = { id: personId, name: actorName(ctx), at: ctx.now };
    await writeDecisions(tx, { decision, reason, newOwnerId, by }, changes);
    if (carriedOut.has(decision))
      await enqueue(tx, "advance-reviews", {}, { singletonKey: "advance-reviews" });
    const [first] = items;
    const second = changes.filter((change) => change.state === "seconding" && !change.decided);
    return {
      result: { count: items.length, waitingForSecond: second.length },
      audit: {
        targetType: items.length === 1 ? "review_item" : "review_campaign",
        targetId: (items.length === 1 ? first?.id : first?.campaign_id) ?? "",
        detail: {
          campaignId: first?.campaign_id ?? null,
          decision,
          reason,
          count: items.length,
          digest: first?.digest ?? null,
          newOwnerId,
          names: items.slice(0, 20).map((item) => item.name),
          onBehalfOf: first?.delegated_from ?? null,
        },
      },
    };
  },
});
