"use server";

import { toServerAction } from "@/app/_http/server-action";
import {
  approveOffboarding,
  cancelOffboarding,
  handOverOffboarding,
  rejectOffboarding,
  reportOffboardingDone,
  retryOffboarding,
  undoOffboarding,
} from "@/lib/use-cases/offboarding/decide";
import { confirmDeletion, refuseDeletion } from "@/lib/use-cases/offboarding/confirm-deletion";
import { requestOffboarding } from "@/lib/use-cases/offboarding/request-offboarding";
import { openTicket } from "@/lib/use-cases/tickets/open-ticket";
import { endOverlap } from "@/lib/use-cases/rotation/end-overlap";
import { requestRotation } from "@/lib/use-cases/rotation/request-rotation";
import { takeSecret } from "@/lib/use-cases/rotation/take-secret";

const revalidate = ["/"];

export const openTicketAction = toServerAction(openTicket);
export const request = toServerAction(requestOffboarding, { revalidate });
export const approve = toServerAction(approveOffboarding, { revalidate });
export const confirm = toServerAction(confirmDeletion, { revalidate });
export const refuse = toServerAction(refuseDeletion, { revalidate });
export const reject = toServerAction(rejectOffboarding, { revalidate });
export const withdraw = toServerAction(cancelOffboarding, { revalidate });
export const undo = toServerAction(undoOffboarding, { revalidate });
export const retry = toServerAction(retryOffboarding, { revalidate });
export const reportDone = toServerAction(reportOffboardingDone, { revalidate });
export const handOver = toServerAction(handOverOffboarding, { revalidate });
export const rotate = toServerAction(requestRotation, { revalidate });
export const takeNewSecret = toServerAction(takeSecret, { revalidate });
export const goOn = toServerAction(endOverlap, { revalidate });
