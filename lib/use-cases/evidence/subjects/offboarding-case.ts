import { DomainError } from "@/lib/domain/errors";
import { proofExtensions } from "@/lib/domain/lifecycle/proof-file";
import { readProof } from "../../offboarding/download-proof";
import { type CaseDetail, getCase } from "../../offboarding/get-case";
import type { Context } from "../../context";
import type { Column, EvidenceRequest, EvidenceSubject, PackContents } from "../subject";

type Approval = CaseDetail["approvals"][number];
type Call = CaseDetail["calls"][number];
type Proof = CaseDetail["proofs"][number];

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

const proofColumns: readonly Column<Proof & { path: string }>[] = [
  ["path", (line) => line.path],
  ["name", (line) => line.name],
  ["bytes", (line) => String(line.bytes)],
  ["sha256", (line) => line.sha256],
  ["attached_by", (line) => line.attachedBy],
  ["time", (line) => line.at],
];

function caseOf(ctx: Context, { subjectId }: EvidenceRequest): Promise<CaseDetail> {
  if (subjectId === null)
    throw new DomainError("invalid_input", "subjectId: name the case. Nothing was exported.");
  return getCase(ctx, { caseId: subjectId });
}

const proofPath = (file: Proof, at: number): string =>
  `proof/file-${String(at + 1).padStart(2, "0")}.${proofExtensions[file.mediaType]}`;

/** The files that people attached, as they gave them, and a list of what they called them. */
async function writeProofs(about: Pick<CaseDetail, "id" | "proofs">, contents: PackContents) {
  if (about.proofs.length === 0) return;
  const files = about.proofs.map((file, at) => ({ ...file, path: proofPath(file, at) }));
  for (const { id, path } of files) await contents.file(path, await readProof(id));
  await contents.rows("proof-files", proofColumns, [files]);
  contents.table({
    heading: "Files attached as proof",
    columns: ["File", "In this pack", "Attached by", "Time", "SHA-256 (first half)"],
    rows: files.map((file) => [
      file.name,
      file.path,
      file.attachedBy,
      file.at,
      file.sha256.slice(0, 32),
    ]),
  });
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
    await writeProofs(about, contents);
    await contents.auditOf("offboarding_case", about.id);
  },
};
