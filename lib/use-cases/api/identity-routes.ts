import {
  candidatePage,
  credentialPage,
  identityDetail,
  identityFindingPage,
  trustPage,
} from "@/lib/domain/inventory/identity-detail";
import { countIn, idIn } from "./answer-parts";
import {
  classification,
  labelChange,
  ownershipChange,
  rejectedCandidate,
} from "../identities/identity-answers";
import { identityCount, identityFacets, identityPage } from "@/lib/domain/inventory/identity-row";
import { savedViewList, savedViewSchema } from "@/lib/domain/inventory/saved-view";
import { assignOwner } from "../identities/assign-owner";
import { changeLabels } from "../identities/change-labels";
import { changeOwnership } from "../identities/change-ownership";
import { classifyIdentity } from "../identities/classify-identity";
import { acceptCandidate, acceptCandidates, rejectCandidate } from "../identities/decide-candidate";
import { exportIdentities } from "../identities/export-identities";
import { getIdentity, listTimeline } from "../identities/get-identity";
import { countIdentities, listFacets } from "../identities/list-facets";
import { listIdentities } from "../identities/list-identities";
import {
  listCandidates,
  listCredentials,
  listIdentityFindings,
  listTrusts,
} from "../identities/list-identity-parts";
import { listOwners } from "../identities/list-owners";
import { changeView, deleteView, saveView } from "../views/commands";
import { listViews } from "../views/list-views";
import { type ApiRoute, get, patch, post, put, remove } from "./api-route";

/** The inventory and its saved views. */
export const identityRoutes: readonly ApiRoute[] = [
  get("/identities/owners", listOwners, "Find people who can own identities"),
  get(
    "/identities/{identityId}/timeline",
    listTimeline,
    "What happened to an identity, newest first",
    { given: ["id"], answer: identityDetail.shape.timeline },
  ),
  get("/identities", listIdentities, "List identities, riskiest first, filtered by query text", {
    answer: identityPage,
  }),
  get("/identities/facets", listFacets, "Count matching identities by every facet", {
    answer: identityFacets,
  }),
  get("/identities/count", countIdentities, "Count matching identities to the end, up to 100,000", {
    answer: identityCount,
  }),
  get("/identities/export", exportIdentities, "Download matching identities as CSV or JSON", {
    file: ["text/csv", "application/json"],
  }),
  get("/identities/{identityId}", getIdentity, "Everything known about one identity", {
    given: ["id"],
    answer: identityDetail,
  }),
  get(
    "/identities/{identityId}/credentials",
    listCredentials,
    "Credentials of an identity, those still listed first",
    { given: ["id"], answer: credentialPage },
  ),
  get(
    "/identities/{identityId}/trusts",
    listTrusts,
    "Who may use an identity, the widest trust first",
    { given: ["id"], answer: trustPage },
  ),
  get(
    "/identities/{identityId}/owner-candidates",
    listCandidates,
    "Who may own an identity and why, the surest first",
    { given: ["id"], answer: candidatePage },
  ),
  get(
    "/identities/{identityId}/findings",
    listIdentityFindings,
    "Findings of an identity: open, excepted, resolved",
    { given: ["id"], answer: identityFindingPage },
  ),
  post(
    "/identities/owner",
    assignOwner,
    "Make a person the confirmed owner of identities, or leave them without one",
    { answer: countIn("count") },
  ),
  post(
    "/identities/ownership",
    changeOwnership,
    "Set backup owner, team, purpose or vendor of identities; null takes one away",
    { answer: ownershipChange },
  ),
  post(
    "/identities/owner-candidates/accept",
    acceptCandidates,
    "Confirm the inferred owners of identities where one person goes by that name",
    { answer: countIn("count") },
  ),
  post(
    "/identities/{identityId}/owner-candidates/{candidateId}/accept",
    acceptCandidate,
    "Make a candidate the confirmed owner",
    { answer: idIn("ownerId") },
  ),
  post(
    "/identities/{identityId}/owner-candidates/{candidateId}/reject",
    rejectCandidate,
    "Say that a candidate is not the owner; no sync suggests that name again",
    { answer: rejectedCandidate },
  ),
  post("/identities/labels", changeLabels, "Add and remove labels on identities", {
    answer: labelChange,
  }),
  put(
    "/identities/{identityId}/classification",
    classifyIdentity,
    "Set the class and environment of one identity with a reason; null gives them back",
    { given: ["id"], answer: classification },
  ),
  get("/views", listViews, "List the saved views that you may use", { answer: savedViewList }),
  post("/views", saveView, "Save a view", { status: 201, answer: savedViewSchema }),
  patch(
    "/views/{viewId}",
    changeView,
    "Rename, replace, share or make default a view of your own",
    { given: ["id"], answer: savedViewSchema },
  ),
  remove("/views/{viewId}", deleteView, "Delete a view of your own", {
    given: ["id"],
    answer: idIn("deleted"),
  }),
];
