import { DomainError } from "@/lib/domain/errors";
import { type CaseDetail, getCase } from "../../offboarding/get-case";
import type { Context } from "../../context";
import type { Column, EvidenceRequest, EvidenceSubject } from "../subject";

type Approval = CaseDetail["approvals"][number];
type Call = CaseDetail["calls"][number];

const approvalColumns: readonly Column<Approval>[] = [
  ["person", (line) => line.person],
  ["decision", (line) => line.decision],
  ["reason", (line) => line.reason ?? ""],
  ["assurance_level", (line) => String(line.assuranceLevel)],
  ["time", (line) => line.at],
];

const callColumns: readonly Column<Call>[] = [
  ["step", (line) => line.verb],
  ["attempt", (line) => String(line.attempt)],
  ["calls", (line) => line.calls.map((one) => one.call).join("; ")],
  ["outcome", (line) => line.state],
  ["answer", (line) => line.answer ?? ""],
  ["started", (line) => line.startedAt],
  ["finished", (line) => line.finishedAt ?? ""],
];

function caseOf(ctx: Context, { subjectId }: EvidenceRequest): Promise<CaseDetail> {
  if (subjectId === null)
    throw new DomainError("invalid_input", "subjectId: name the case. Nothing was exported.");
  return getCase(ctx, { caseId: subjectId });
}

/** An offboarding case as it stands: what was asked, decided, called and answered. */
export const offboardingCase: EvidenceSubject = {
  permission: "offboarding:read",
  describe: async (ctx, request) => {
    const found = await caseOf(ctx, request);
    return {
      title: `Offboarding of ${found.name}`,
      totalRows: found.approvals.length + found.calls.length,
    };
  },
  write: async (request, contents, ctx) => {
    const { audit: _audit, approvals, calls, ...about } = await caseOf(ctx, request);
    contents.fact(
      "Target",
      `${about.kind} ${about.name}${about.holder ? ` of ${about.holder}` : ""}`,
    );
    contents.fact("Source", `${about.source.name} (${about.source.connectorId})`);
    contents.fact("Asked by", `${about.requestedBy}, ${about.createdAt}`);
    contents.fact("Reason", about.reason);
    contents.fact("State", `${about.state} since ${about.stateAt}`);
    await contents.json("case", about);
    await contents.rows("decisions", approvalColumns, [approvals]);
    await contents.rows("calls", callColumns, [calls]);
    contents.table({
      heading: "Decisions",
      columns: ["Person", "Decision", "Assurance", "Time"],
      rows: approvals.map((line) => [
        line.person,
        line.reason ? `${line.decision}: ${line.reason}` : line.decision,
        `AAL${line.assuranceLevel}`,
        line.at,
      ]),
    });
    contents.table({
      heading: "Calls at the provider",
      columns: ["Step", "Call", "Outcome", "The provider said", "Time"],
      rows: calls.map((line) => [
        `${line.verb}, try ${line.attempt}`,
        line.calls.map((one) => one.call).join("; "),
        line.state,
        line.answer ?? "Nothing yet",
        line.finishedAt ?? line.startedAt,
      ]),
    });
    await contents.auditOf("offboarding_case", about.id);
  },
};
