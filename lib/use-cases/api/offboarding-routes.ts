import type { z } from "zod";
import { attachProof } from "../offboarding/attach-proof";
import { confirmDeletion, refuseDeletion } from "../offboarding/confirm-deletion";
import { rejectOffboarding, reportOffboardingDone, undoOffboarding } from "../offboarding/decide";
import { downloadProof } from "../offboarding/download-proof";
import { caseInput } from "../offboarding/get-case";
import { listCasesInput } from "../offboarding/list-cases";
import { requestOffboarding } from "../offboarding/request-offboarding";
import type { ApiRoute } from "./api-route";

const decision = (path: string, summary: string, body?: z.ZodType): ApiRoute => ({
  method: "post",
  path: `/offboarding/{caseId}/${path}`,
  summary,
  params: caseInput,
  ...(body ? { body } : {}),
});
const withoutCase = { caseId: true } as const;

export const offboardingRoutes: ApiRoute[] = [
  {
    method: "get",
    path: "/offboarding",
    summary: "List offboarding cases, newest first",
    query: listCasesInput,
  },
  {
    method: "post",
    path: "/offboarding",
    summary: "Ask to take an identity or one of its credentials out of service",
    body: requestOffboarding.input,
  },
  {
    method: "get",
    path: "/offboarding/{caseId}",
    summary: "One case with its dry run, decisions, calls and receipt",
    params: caseInput,
  },
  decision("approve", "Approve the dry run (needs a person who has just stepped up)"),
  decision(
    "confirm",
    "Agree as its owner to a deletion that nothing can come before (needs a step-up); in the owner's place with a reason",
    confirmDeletion.input.omit(withoutCase),
  ),
  decision("refuse", "Keep it, as its owner", refuseDeletion.input.omit(withoutCase)),
  decision("reject", "Turn the request down", rejectOffboarding.input.omit(withoutCase)),
  decision("withdraw", "Withdraw a request before anything was done"),
  decision(
    "undo",
    "Give the target back while it is only disabled, or after its deletion where it can be made again",
    undoOffboarding.input.omit(withoutCase),
  ),
  decision("retry", "Try a stuck case again now"),
  decision(
    "report-done",
    "Report that a person did it",
    reportOffboardingDone.input.omit(withoutCase),
  ),
  {
    method: "post",
    path: "/offboarding/{caseId}/proofs",
    summary: "Attach a file that shows what a person did, as application/octet-stream",
    params: caseInput,
    query: attachProof.input.pick({ name: true }),
  },
  {
    method: "get",
    path: "/offboarding/{caseId}/proofs/{proofId}",
    summary: "A file of proof as it was attached",
    params: downloadProof.input,
  },
  decision("hand-over", "Leave the case to a person"),
];
