import type { EvidenceSubjectType } from "@/lib/domain/evidence-pack/manifest";
import type { EvidenceSubject } from "./subject";
import { auditRange } from "./subjects/audit-range";
import { campaign } from "./subjects/campaign";
import { offboardingCase } from "./subjects/offboarding-case";

/** Everything that can be exported as evidence. */
const subjects: Partial<Record<EvidenceSubjectType, EvidenceSubject>> = {
  offboarding_case: offboardingCase,
  audit_range: auditRange,
  campaign,
};

export const subjectTypes = Object.keys(subjects) as EvidenceSubjectType[];

export function subjectOf(type: string): EvidenceSubject {
  const found = subjects[type as EvidenceSubjectType];
  if (!found) throw new Error(`nothing exports ${type}`);
  return found;
}
