"use server";

import { toServerAction } from "@/app/_http/server-action";
import { assignOwner } from "@/lib/use-cases/identities/assign-owner";
import { classifyIdentity } from "@/lib/use-cases/identities/classify-identity";
import { changeOwnership } from "@/lib/use-cases/identities/change-ownership";
import { changeLabels } from "@/lib/use-cases/identities/change-labels";
import { acceptCandidate, rejectCandidate } from "@/lib/use-cases/identities/decide-candidate";
import { changeView, deleteView, saveView } from "@/lib/use-cases/views/commands";

export const assignOwnerAction = toServerAction(assignOwner);
export const acceptCandidateAction = toServerAction(acceptCandidate);
export const changeOwnershipAction = toServerAction(changeOwnership);
export const rejectCandidateAction = toServerAction(rejectCandidate);
export const classifyAction = toServerAction(classifyIdentity);
export const changeLabelsAction = toServerAction(changeLabels);
export const saveViewAction = toServerAction(saveView);
export const changeViewAction = toServerAction(changeView);
export const deleteViewAction = toServerAction(deleteView);
