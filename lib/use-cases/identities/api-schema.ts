import { z } from "zod";
import { identityDetail } from "@/lib/domain/inventory/identity-detail";
import { identityCount, identityFacets, identityPage } from "@/lib/domain/inventory/identity-row";
import { savedViewList, savedViewSchema } from "@/lib/domain/inventory/saved-view";
import { changeView, deleteView, saveView } from "../views/commands";
import { assignOwner } from "./assign-owner";
import { changeLabels } from "./change-labels";
import { changeOwnership } from "./change-ownership";
import { classifyIdentity } from "./classify-identity";
import { acceptCandidate, acceptCandidates, rejectCandidate } from "./decide-candidate";
import { exportInput } from "./export-identities";
import { identityInput } from "./get-identity";
import { facetsInput, listInput } from "./list-inputs";

const changedCount = z.object({ count: z.number().int() });

/** What `/api/v1/identities` and `/api/v1/views` take and give, for the OpenAPI document. */
export const identityRoutes = [
  {
    method: "get",
    path: "/identities",
    summary: "List identities, riskiest first, filtered by query text",
    query: listInput,
    output: identityPage,
  },
  {
    method: "get",
    path: "/identities/facets",
    summary: "Count matching identities by every facet",
    query: facetsInput,
    output: identityFacets,
  },
  {
    method: "get",
    path: "/identities/count",
    summary: "Count matching identities to the end, up to 100,000",
    query: facetsInput,
    output: identityCount,
  },
  {
    method: "get",
    path: "/identities/export",
    summary: "Download matching identities as CSV or JSON",
    query: exportInput,
    output: z.string(),
  },
  {
    method: "get",
    path: "/identities/{identityId}",
    summary: "Everything known about one identity",
    params: z.strictObject({ identityId: identityInput.shape.id }),
    output: identityDetail,
  },
  {
    method: "post",
    path: "/identities/owner",
    summary: "Make a person the confirmed owner of identities, or leave them without one",
    body: assignOwner.input,
    output: changedCount,
  },
  {
    method: "post",
    path: "/identities/ownership",
    summary: "Set backup owner, team, purpose or vendor of identities; null takes one away",
    body: changeOwnership.input,
    output: changedCount.extend({ skipped: z.number().int() }),
  },
  {
    method: "post",
    path: "/identities/owner-candidates/accept",
    summary: "Confirm the inferred owners of identities where one person goes by that name",
    body: acceptCandidates.input,
    output: changedCount,
  },
  {
    method: "post",
    path: "/identities/{identityId}/owner-candidates/{candidateId}/accept",
    summary: "Make a candidate the confirmed owner",
    params: acceptCandidate.input,
    output: z.object({ ownerId: z.uuid() }),
  },
  {
    method: "post",
    path: "/identities/{identityId}/owner-candidates/{candidateId}/reject",
    summary: "Say that a candidate is not the owner; no sync suggests that name again",
    params: rejectCandidate.input,
    output: z.object({ rejected: z.uuid() }),
  },
  {
    method: "post",
    path: "/identities/labels",
    summary: "Add and remove labels on identities",
    body: changeLabels.input,
    output: changedCount,
  },
  {
    method: "put",
    path: "/identities/{identityId}/classification",
    summary: "Set the class and environment of one identity with a reason; null gives them back",
    params: z.strictObject({ identityId: identityInput.shape.id }),
    body: classifyIdentity.input.omit({ id: true }),
    output: z.object({ id: z.uuid(), identityClass: z.string(), environment: z.string() }),
  },
  {
    method: "get",
    path: "/views",
    summary: "List the saved views that you may use",
    query: z.strictObject({}),
    output: savedViewList,
  },
  {
    method: "post",
    path: "/views",
    summary: "Save a view",
    body: saveView.input,
    output: savedViewSchema,
  },
  {
    method: "patch",
    path: "/views/{viewId}",
    summary: "Rename, replace, share or make default a view of your own",
    params: z.strictObject({ viewId: z.uuid() }),
    body: changeView.input.omit({ id: true }),
    output: savedViewSchema,
  },
  {
    method: "delete",
    path: "/views/{viewId}",
    summary: "Delete a view of your own",
    params: deleteView.input.transform(({ id }) => ({ viewId: id })),
    output: z.object({ deleted: z.uuid() }),
  },
] as const;
