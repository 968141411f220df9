import { z } from "zod";
import { auditFilter } from "../audit-log/audit-filter";
import { auditListInput } from "../audit-log/list-audit-events";
import { verifyAuditChain } from "../audit-log/verify-audit-chain";
import { findingFilter, findingListInput } from "../findings/finding-input";
import { addSource } from "../sources/add-source";
import { changeSource } from "../sources/change-source";
import { confirmRemovals } from "../sources/confirm-removals";
import { listRuns } from "../sources/list-runs";
import { setSchedule } from "../sources/set-schedule";
import { verifyInput } from "../sources/verify-source";

import type { ApiRoute } from "./api-route";
import { evidenceRoutes } from "./evidence-routes";
import { noticeRoutes } from "./notice-routes";
import { offboardingRoutes } from "./offboarding-routes";
import { reviewRoutes } from "./review-routes";
import { rotationRoutes } from "./rotation-routes";

const source = z.strictObject({ sourceId: z.uuid() });
const run = source.extend({ runId: z.uuid() });
const nothing = z.strictObject({});

const findingRoutes: ApiRoute[] = [
  {
    method: "get",
    path: "/findings",
    summary: "List findings, worst first",
    query: findingListInput,
  },
  {
    method: "get",
    path: "/findings/facets",
    summary: "Count findings by severity, rule, source and framework",
    query: findingFilter.pick({ state: true }),
  },
  {
    method: "get",
    path: "/findings/rules",
    summary:
      "Findings counted by rule, with remedy, controls and for how many identities it could not tell",
    query: findingFilter,
  },
  {
    method: "get",
    path: "/findings/export",
    summary: "Download findings as CSV",
    query: findingFilter,
  },
  {
    method: "get",
    path: "/findings/{findingId}",
    summary: "One finding with evidence, remedy and controls",
    params: z.strictObject({ findingId: z.uuid() }),
  },
];

const overviewRoutes: ApiRoute[] = [
  { method: "get", path: "/overview", summary: "The manager's figures, cuts, trend and coverage" },
  {
    method: "get",
    path: "/audit-events",
    summary: "List the audit log, newest first",
    query: auditListInput,
  },
  {
    method: "get",
    path: "/audit-events/export",
    summary: "Download the audit log as CSV",
    query: auditFilter,
  },
  {
    method: "post",
    path: "/audit-events/verify",
    summary: "Check every seal and link of the audit log",
    body: verifyAuditChain.input,
  },
];

const sourceRoutes: ApiRoute[] = [
  { method: "get", path: "/connectors", summary: "List what can be connected, with its form" },
  { method: "get", path: "/sources", summary: "List sources with freshness and coverage" },
  { method: "post", path: "/sources", summary: "Connect a source", body: addSource.input },
  {
    method: "post",
    path: "/sources/verify",
    summary: "Check a connection, or a stored source again, and name missing permissions",
    body: verifyInput,
  },
  { method: "post", path: "/sources/sample", summary: "Load the sample organisation" },
  { method: "delete", path: "/sources/sample", summary: "Remove the sample organisation" },
  {
    method: "get",
    path: "/sources/{sourceId}",
    summary: "One source with its streams and settings",
    params: source,
  },
  {
    method: "patch",
    path: "/sources/{sourceId}",
    summary:
      "Rename a source or change its configuration, which the provider must accept; fields left out keep their value, null takes one away. Asks for step-up, so a token can never do it: use the page or the command line",
    params: source,
    body: changeSource.input.omit({ sourceId: true }),
  },
  {
    method: "delete",
    path: "/sources/{sourceId}",
    summary: "Remove a source and everything read from it",
    params: source,
  },
  {
    method: "post",
    path: "/sources/{sourceId}/sync",
    summary: "Start a sync",
    params: source,
  },
  {
    method: "put",
    path: "/sources/{sourceId}/schedule",
    summary: "Set or stop the schedule",
    params: source,
    body: setSchedule.input.omit({ sourceId: true }),
  },
  {
    method: "post",
    path: "/sources/{sourceId}/files",
    summary: "Give an export file to a source, as application/octet-stream",
    params: source,
    query: z.strictObject({ name: z.string().max(300), kind: z.string().max(100) }),
  },
  {
    method: "get",
    path: "/sources/{sourceId}/runs",
    summary: "List the runs of a source, newest first",
    params: source,
    query: listRuns.input.omit({ sourceId: true }),
  },
  {
    method: "get",
    path: "/sources/{sourceId}/runs/{runId}",
    summary: "One run with its live progress",
    params: run,
  },
  {
    method: "post",
    path: "/sources/{sourceId}/runs/{runId}/cancel",
    summary: "Cancel a run after the page it reads",
    params: run,
  },
  {
    method: "post",
    path: "/sources/{sourceId}/runs/{runId}/removals",
    summary: "Confirm or refuse that identities are gone",
    params: run,
    body: confirmRemovals.input.omit({ runId: true }),
  },
];

const identity = z.strictObject({ identityId: z.uuid() });

const documentRoutes: ApiRoute[] = [
  { method: "get", path: "/identities/owners", summary: "Find people who can own identities" },
  {
    method: "get",
    path: "/identities/{identityId}/timeline",
    summary: "What happened to an identity, newest first",
    params: identity,
  },
  { method: "get", path: "/openapi.json", summary: "This document", query: nothing },
];

export const screenRoutes = [
  ...overviewRoutes,
  ...findingRoutes,
  ...sourceRoutes,
  ...documentRoutes,
  ...offboardingRoutes,
  ...noticeRoutes,
  ...reviewRoutes,
  ...evidenceRoutes,
  ...rotationRoutes,
];
