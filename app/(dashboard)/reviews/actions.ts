"use server";

import { toServerAction } from "@/app/_http/server-action";
import { createCampaign } from "@/lib/use-cases/reviews/create-campaign";
import { decideItems } from "@/lib/use-cases/reviews/decide";
import { delegateItems } from "@/lib/use-cases/reviews/delegate-items";
import { cancelCampaign, closeCampaign } from "@/lib/use-cases/reviews/end-campaign";
import { listMyItems } from "@/lib/use-cases/reviews/list-my-items";
import { previewCampaign } from "@/lib/use-cases/reviews/preview-campaign";
import { stopSeries } from "@/lib/use-cases/reviews/series";
import { finishTask } from "@/lib/use-cases/reviews/tasks";
import { undoDecision } from "@/lib/use-cases/reviews/undo-decision";

const revalidate = ["/reviews"];

export const preview = toServerAction(previewCampaign);
export const create = toServerAction(createCampaign, { revalidate });
export const close = toServerAction(closeCampaign, { revalidate });
export const cancel = toServerAction(cancelCampaign, { revalidate });
export const mine = toServerAction(listMyItems);
export const decide = toServerAction(decideItems);
export const undo = toServerAction(undoDecision);
export const delegate = toServerAction(delegateItems, { revalidate });
export const stop = toServerAction(stopSeries, { revalidate });
export const finish = toServerAction(finishTask, { revalidate });
