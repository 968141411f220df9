import { z } from "zod";
import {
  approveException,
  exceptionInput,
  rejectException,
  withdrawException,
} from "../exceptions/decide";
import { exceptionTarget } from "../exceptions/exception-target";
import { listExceptionsInput } from "../exceptions/list-exceptions";
import { requestException } from "../exceptions/request-exception";
import { activatePolicy } from "../policies/change-policy";
import { previewPolicy } from "../policies/preview-policy";
import type { ApiRoute } from "./api-route";

const withoutException = { exceptionId: true } as const;
const decision = (path: string, summary: string, body: z.ZodType): ApiRoute => ({
  method: "post",
  path: `/exceptions/{exceptionId}/${path}`,
  summary,
  params: exceptionInput,
  body,
});

const policyRoutes: ApiRoute[] = [
  {
    method: "get",
    path: "/policies/active",
    summary: "The policy in force and its history",
  },
  {
    method: "post",
    path: "/policies/preview",
    summary: "What a policy would change: every rule over every identity, nothing written",
    body: previewPolicy.input,
  },
  {
    method: "post",
    path: "/policies",
    summary: "Bring a new version into force (needs an administrator who has just stepped up)",
    body: activatePolicy.input,
  },
];

export const governanceRoutes: ApiRoute[] = [
  ...policyRoutes,
  {
    method: "get",
    path: "/exceptions",
    summary: "List exceptions, newest first",
    query: listExceptionsInput,
  },
  {
    method: "post",
    path: "/exceptions",
    summary: "Ask to let a finding, or a rule at an identity, stand for a time",
    body: requestException.input,
  },
  {
    method: "get",
    path: "/exceptions/preview",
    summary: "What the policy and the facts say before anybody asks",
    query: z.strictObject(exceptionTarget),
  },
  {
    method: "get",
    path: "/exceptions/{exceptionId}",
    summary: "One exception with its controls, decision, findings and renewals",
    params: exceptionInput,
  },
  decision(
    "approve",
    "Approve a request (needs another person who has just stepped up)",
    approveException.input.omit(withoutException),
  ),
  decision("reject", "Turn a request down", rejectException.input.omit(withoutException)),
  decision(
    "withdraw",
    "Take a request back, or end an exception early",
    withdrawException.input.omit(withoutException),
  ),
];
