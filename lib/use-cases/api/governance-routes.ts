import { newPolicy, policyPreview } from "../policies/policy-answers";
import {
  exceptionChange,
  exceptionDetail,
  exceptionEnd,
  exceptionPage,
  newException,
} from "../exceptions/exception-answers";
import { approveException, rejectException, withdrawException } from "../exceptions/decide";
import { getException } from "../exceptions/get-exception";
import { listExceptions } from "../exceptions/list-exceptions";
import { previewException } from "../exceptions/preview-exception";
import { requestException } from "../exceptions/request-exception";
import { activatePolicy } from "../policies/change-policy";
import { getPolicy } from "../policies/get-policy";
import { previewPolicy } from "../policies/preview-policy";
import { type ApiRoute, get, post } from "./api-route";

/** The policy and exceptions from it. */
export const governanceRoutes: readonly ApiRoute[] = [
  get("/policies/active", getPolicy, "The policy in force and its history"),
  post(
    "/policies/preview",
    previewPolicy,
    "What a policy would change: every rule over every identity, nothing written",
    { answer: policyPreview },
  ),
  post("/policies", activatePolicy, "Bring a new version into force", {
    status: 201,
    answer: newPolicy,
  }),
  get("/exceptions", listExceptions, "List exceptions, newest first", { answer: exceptionPage }),
  post(
    "/exceptions",
    requestException,
    "Ask to let a finding, or a rule at an identity, stand for a time",
    { status: 201, answer: newException },
  ),
  get(
    "/exceptions/preview",
    previewException,
    "What the policy and the facts say before anybody asks",
  ),
  get(
    "/exceptions/{exceptionId}",
    getException,
    "One exception with its controls, decision, findings and renewals",
    { answer: exceptionDetail },
  ),
  post(
    "/exceptions/{exceptionId}/approve",
    approveException,
    "Approve a request as another person",
    { answer: exceptionChange },
  ),
  post("/exceptions/{exceptionId}/reject", rejectException, "Turn a request down", {
    answer: exceptionChange,
  }),
  post(
    "/exceptions/{exceptionId}/withdraw",
    withdrawException,
    "Take a request back, or end an exception early",
    { answer: exceptionEnd },
  ),
];
