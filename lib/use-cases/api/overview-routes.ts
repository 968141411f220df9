import { auditPage, chainVerification } from "../audit-log/audit-answers";
import { overviewAnswer, searchHits } from "../overview/overview-answers";
import { exportAuditEvents } from "../audit-log/export-audit-events";
import { listAuditEvents } from "../audit-log/list-audit-events";
import { verifyAuditChain } from "../audit-log/verify-audit-chain";
import { searchEverything } from "../overview/search-everything";
import { getOverview } from "../overview/get-overview";
import { type ApiRoute, get, post } from "./api-route";

/** The manager's figures and the audit log. */
export const overviewRoutes: readonly ApiRoute[] = [
  get("/overview", getOverview, "The manager's figures, cuts, trend and coverage", {
    answer: overviewAnswer,
  }),
  get("/search", searchEverything, "Find identities, people and sources by a part of their name", {
    answer: searchHits,
  }),
  get("/audit-events", listAuditEvents, "List the audit log, newest first", { answer: auditPage }),
  get("/audit-events/export", exportAuditEvents, "Download the audit log as CSV", {
    file: ["text/csv"],
  }),
  post("/audit-events/verify", verifyAuditChain, "Check every seal and link of the audit log", {
    answer: chainVerification,
  }),
];
