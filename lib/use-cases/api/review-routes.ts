import { countIn, idIn } from "./answer-parts";
import {
  campaignDetail,
  campaignPage,
  decidedItems,
  myItems,
  newCampaign,
  reviewItemPage,
  reviewSeries,
  reviewTaskPage,
} from "../reviews/review-answers";
import { createCampaign } from "../reviews/create-campaign";
import { decideItems } from "../reviews/decide";
import { delegateItems } from "../reviews/delegate-items";
import { cancelCampaign, closeCampaign } from "../reviews/end-campaign";
import { exportCampaign } from "../reviews/export-campaign";
import { getCampaign } from "../reviews/get-campaign";
import { listCampaigns } from "../reviews/list-campaigns";
import { listItems } from "../reviews/list-items";
import { listMyItems } from "../reviews/list-my-items";
import { previewCampaign } from "../reviews/preview-campaign";
import { listSeries, stopSeries } from "../reviews/series";
import { finishTask, listTasks } from "../reviews/tasks";
import { undoDecision } from "../reviews/undo-decision";
import { type ApiRoute, get, post, remove } from "./api-route";

/** Reviews, their items and the work they leave. */
export const reviewRoutes: readonly ApiRoute[] = [
  get("/campaigns", listCampaigns, "List reviews, newest first", { answer: campaignPage }),
  post("/campaigns", createCampaign, "Start a review: freeze a scope and ask its reviewers", {
    status: 201,
    answer: newCampaign,
  }),
  get("/campaigns/preview", previewCampaign, "How many items a review would ask, and of whom"),
  get("/campaigns/mine", listMyItems, "What waits for your answer, with its evidence", {
    answer: myItems,
  }),
  post("/campaigns/decisions", decideItems, "Answer one item, or several with equal evidence", {
    answer: decidedItems,
  }),
  remove(
    "/campaigns/decisions/{itemId}",
    undoDecision,
    "Take your last answer to an item back while the review is open",
    { answer: idIn("itemId") },
  ),
  get("/campaigns/tasks", listTasks, "Work that decisions left for people, oldest first", {
    answer: reviewTaskPage,
  }),
  post("/campaigns/tasks/{taskId}/done", finishTask, "Report a task as done", {
    answer: idIn("taskId"),
  }),
  get(
    "/campaigns/series",
    listSeries,
    "Reviews that open by themselves, and when the next one does",
    { answer: reviewSeries },
  ),
  post(
    "/campaigns/series/{seriesId}/stop",
    stopSeries,
    "Open nothing more of a repeating review by itself",
    { answer: idIn("seriesId") },
  ),
  get("/campaigns/export", exportCampaign, "Every item with its answer as CSV or JSON", {
    file: ["text/csv", "application/json"],
  }),
  get("/campaigns/{campaignId}", getCampaign, "One review with its progress by reviewer", {
    answer: campaignDetail,
  }),
  get("/campaigns/{campaignId}/items", listItems, "The items of a review, the riskiest first", {
    answer: reviewItemPage,
  }),
  post(
    "/campaigns/{campaignId}/close",
    closeCampaign,
    "End a review; what nobody answered stays unanswered",
    { answer: countIn("unanswered") },
  ),
  post("/campaigns/{campaignId}/cancel", cancelCampaign, "Give a review up, with a reason", {
    answer: countIn("unanswered"),
  }),
  post(
    "/campaigns/{campaignId}/delegate",
    delegateItems,
    "Hand what waits for you to another person",
    { answer: countIn("count") },
  ),
];
