import { createCampaign } from "../reviews/create-campaign";
import { decideItems } from "../reviews/decide";
import { delegateItems } from "../reviews/delegate-items";
import { cancelCampaign } from "../reviews/end-campaign";
import { exportCampaignInput } from "../reviews/export-campaign";
import { campaignParams } from "../reviews/get-campaign";
import { listCampaignsInput } from "../reviews/list-campaigns";
import { listItemsInput } from "../reviews/list-items";
import { myItemsInput } from "../reviews/list-my-items";
import { previewCampaign } from "../reviews/preview-campaign";
import { stopSeries } from "../reviews/series";
import { finishTask, listTasksInput } from "../reviews/tasks";
import type { ApiRoute } from "./api-route";

const get = (path: string, summary: string, query?: ApiRoute["query"]): ApiRoute => ({
  method: "get",
  path: `/campaigns${path}`,
  summary,
  ...(query ? { query } : {}),
});
const post = (path: string, summary: string, body?: ApiRoute["body"]): ApiRoute => ({
  method: "post",
  path: `/campaigns${path}`,
  summary,
  ...(body ? { body } : {}),
});
const withoutCampaign = { campaignId: true } as const;

export const reviewRoutes: ApiRoute[] = [
  get("", "List reviews, newest first", listCampaignsInput),
  post("", "Start a review: freeze a scope and ask its reviewers", createCampaign.input),
  get("/preview", "How many items a review would ask, and of whom", previewCampaign.input),
  get("/mine", "What waits for your answer, with its evidence", myItemsInput),
  post("/decisions", "Answer one item, or several with equal evidence", decideItems.input),
  {
    method: "delete",
    path: "/campaigns/decisions/{itemId}",
    summary: "Take your last answer to an item back while the review is open",
  },
  get("/tasks", "Work that decisions left for people, oldest first", listTasksInput),
  post("/tasks/{taskId}/done", "Report a task as done", finishTask.input.omit({ taskId: true })),
  get("/series", "Reviews that open by themselves, and when the next one does"),
  {
    ...post("/series/{seriesId}/stop", "Open nothing more of a repeating review by itself"),
    params: stopSeries.input,
  },
  get("/export", "Every item with its answer as CSV or JSON", exportCampaignInput),
  { ...get("/{campaignId}", "One review with its progress by reviewer"), params: campaignParams },
  get(
    "/{campaignId}/items",
    "The items of a review, the riskiest first",
    listItemsInput.omit(withoutCampaign),
  ),
  post("/{campaignId}/close", "End a review; what nobody answered stays unanswered"),
  post(
    "/{campaignId}/cancel",
    "Give a review up, with a reason",
    cancelCampaign.input.omit(withoutCampaign),
  ),
  post(
    "/{campaignId}/delegate",
    "Hand what waits for you to another person",
    delegateItems.input.omit(withoutCampaign),
  ),
];
