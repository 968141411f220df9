import { idIn } from "./answer-parts";
import { attachProof } from "../offboarding/attach-proof";
import { downloadProof } from "../offboarding/download-proof";
import { caseDetail, casePage, newCase, newProof } from "../offboarding/case-answers";
import { confirmDeletion, refuseDeletion } from "../offboarding/confirm-deletion";
import {
  approveOffboarding,
  cancelOffboarding,
  handOverOffboarding,
  rejectOffboarding,
  reportOffboardingDone,
  retryOffboarding,
  undoOffboarding,
} from "../offboarding/decide";
import { getCase } from "../offboarding/get-case";
import { listCases } from "../offboarding/list-cases";
import { requestOffboarding } from "../offboarding/request-offboarding";
import { endOverlap } from "../rotation/end-overlap";
import { requestRotation } from "../rotation/request-rotation";
import { type ApiRoute, get, post } from "./api-route";

/** Cases that take credentials out of service, or replace them: a rotation is a case too. */
export const offboardingRoutes: readonly ApiRoute[] = [
  get("/offboarding", listCases, "List offboarding cases, newest first", { answer: casePage }),
  post(
    "/offboarding",
    requestOffboarding,
    "Ask to take an identity or one of its credentials out of service",
    { status: 201, answer: newCase },
  ),
  get("/offboarding/{caseId}", getCase, "One case with its dry run, decisions, calls and receipt", {
    answer: caseDetail,
  }),
  post("/offboarding/{caseId}/approve", approveOffboarding, "Approve the dry run", {
    answer: idIn("caseId"),
  }),
  post(
    "/offboarding/{caseId}/confirm",
    confirmDeletion,
    "Agree as its owner to a deletion that nothing can come before; in the owner's place with a reason",
    { answer: idIn("caseId") },
  ),
  post("/offboarding/{caseId}/refuse", refuseDeletion, "Keep it, as its owner", {
    answer: idIn("caseId"),
  }),
  post("/offboarding/{caseId}/reject", rejectOffboarding, "Turn the request down", {
    answer: idIn("caseId"),
  }),
  post(
    "/offboarding/{caseId}/withdraw",
    cancelOffboarding,
    "Withdraw a request before anything was done",
    { answer: idIn("caseId") },
  ),
  post(
    "/offboarding/{caseId}/undo",
    undoOffboarding,
    "Give the target back while it is only disabled, or after its deletion where it can be made again",
    { answer: idIn("caseId") },
  ),
  post("/offboarding/{caseId}/retry", retryOffboarding, "Try a stuck case again now", {
    answer: idIn("caseId"),
  }),
  post("/offboarding/{caseId}/report-done", reportOffboardingDone, "Report that a person did it", {
    answer: idIn("caseId"),
  }),
  post(
    "/offboarding/{caseId}/proofs",
    attachProof,
    "Attach a file that shows what a person did, as application/octet-stream",
    { status: 201, upload: true, answer: newProof },
  ),
  get(
    "/offboarding/{caseId}/proofs/{proofId}",
    downloadProof,
    "A file of proof as it was attached",
    { file: ["application/octet-stream"] },
  ),
  post("/offboarding/{caseId}/hand-over", handOverOffboarding, "Leave the case to a person", {
    answer: idIn("caseId"),
  }),
  get("/rotations", listCases, "List rotations, newest first", {
    given: ["kind"],
    answer: casePage,
  }),
  post(
    "/rotations",
    requestRotation,
    "Ask for a successor of a credential; decisions are those of /offboarding/{caseId}",
    { status: 201, answer: newCase },
  ),
  get(
    "/rotations/{caseId}",
    getCase,
    "One rotation with its dry run, calls and receipt, never with its secret",
    { answer: caseDetail },
  ),
  post("/rotations/{caseId}/end-overlap", endOverlap, "Let the old credential go now", {
    answer: idIn("caseId"),
  }),
];
