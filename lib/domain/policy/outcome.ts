import { type Fact, type Unknown, unknownReasonText } from "../evidence";
import type { PrivilegeLevel } from "../identity/identity";
import type { Attributes, JudgedAttribute, Subject } from "../risk/subject";
import type { Doubt, RuleOutcome, Undecided, UndecidedReason, Violation } from "./rule";

export const pass: RuleOutcome = { state: "pass" };
export const notApplicable: RuleOutcome = { state: "not_applicable" };

/** Without a reason: the source's records do not carry it. */
export const unknownBecause = (
  because: string,
  reason: UndecidedReason = "not_collected",
): Undecided => ({ state: "unknown", because, reason });

/** `Last use is unknown: the provider does not offer this.` */
export const unknownFact = (what: string, fact: Unknown): Undecided =>
  unknownBecause(
    `${what} is unknown: ${(fact.detail ?? unknownReasonText[fact.reason]).replace(/\.$/, "")}`,
    fact.reason,
  );

export const fail = (...violations: Violation[]): RuleOutcome => ({ state: "fail", violations });

/** Fails with what was found; else unknown if something could not be judged; else passes. */
export function judged(violations: Violation[], doubts: readonly Doubt[] = []): RuleOutcome {
  const keys = doubts.map(({ key }) => key);
  if (violations.length > 0)
    return keys.length > 0
      ? { state: "fail", violations, untold: keys }
      : { state: "fail", violations };
  const [first] = doubts;
  return first ? { state: first.state, because: first.because, reason: first.reason, keys } : pass;
}

/** What cannot be told of these trusts: those that could not be read to their end. */
export const unreadTrusts = (trusts: Subject["trusts"]): Doubt[] =>
  trusts
    .filter(({ verdict }) => verdict === "unknown")
    .map(({ principal, because }) => ({
      key: principal,
      ...unknownBecause(`How far it trusts ${principal} is unknown: ${because}`, "unreadable"),
    }));

/** One line of evidence, with source and time where the value is a known fact. */
export function line(
  label: string,
  value: string,
  fact?: Fact<unknown>,
): Violation["facts"][number] {
  return fact?.state === "known"
    ? { label, value, source: fact.source, observedAt: fact.observedAt }
    : { label, value };
}

export const levelOf = ({ facts }: Subject): PrivilegeLevel =>
  facts.privilege.state === "known" ? facts.privilege.value.level : "unknown";

export const isPrivileged = (subject: Subject): boolean => {
  const level = levelOf(subject);
  return level === "high" || level === "admin";
};

export const isOff = ({ status }: Subject): boolean =>
  status === "disabled" || status === "expired" || status === "suspended";

/** Works today: not switched off, and not only waiting for approval. */
export const isLive = (subject: Subject): boolean =>
  !isOff(subject) && subject.status !== "pending";

export type SubjectCredential = Subject["credentials"][number];

export const activeCredentials = (subject: Subject): SubjectCredential[] =>
  subject.credentials.filter(({ status }) => status === "active");

/** A yes-or-no attribute of the provider; undefined when the source did not give it. */
export function flag(subject: Subject, name: JudgedAttribute): boolean | undefined {
  const value = subject.attributes[name];
  return typeof value === "boolean" ? value : undefined;
}

export function text(attributes: Attributes, name: JudgedAttribute): string | undefined {
  const value = attributes[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
