import { channelWords } from "@/lib/domain/notices/channel-config";
import { noticeCatalogue } from "@/lib/domain/notices/catalogue";
import { roles } from "@/lib/domain/people/permissions";
import { rules } from "@/lib/domain/policy/rules";
import { classWords, environmentWords, methodWords } from "@/components/nhi/words";
import { stateWords as exceptionStates } from "../../exceptions/_components/exception-words";
import { stateWords as caseStates, verbWords } from "../../offboarding/_components/case-words";
import * as review from "../../reviews/_components/option-words";
import { decisionWords } from "../../reviews/_components/review-words";
import { roleName } from "../../settings/_components/role-option";
import { deliveryWords } from "../../settings/notifications/_components/delivery-words";
import { channelStateWords } from "../../settings/notifications/_components/channel-state-words";
import { scopeWords } from "../../settings/_components/scope-words";
import { fileKindWords } from "../../sources/_components/file-kind-words";

type Words = Readonly<Record<string, string>>;

const labelsOf = (words: Readonly<Record<string, { label: string }>>): Words =>
  Object.fromEntries(Object.entries(words).map(([value, { label }]) => [value, label]));

const roleNames: Words = Object.fromEntries(roles.map((role) => [role, roleName(role)]));
const channelNames: Words = Object.fromEntries(
  Object.entries(channelWords).map(([kind, { name }]) => [kind, name]),
);
const subjects: Words = {
  identity: "Identity",
  credential: "Credential",
  campaign: "Review",
  case: "Offboarding",
  offboarding_case: "Offboarding",
  exception: "Exception",
  finding: "Finding",
  audit_log: "Audit log",
  audit_range: "Days of the audit log",
};
const connectorAnswers: Words = {
  works: "It works",
  unauthorized: "The credential was refused",
  forbidden: "A permission is missing",
  rate_limited: "Too many calls",
  unavailable: "It did not answer",
  unexpected_response: "An answer that could not be read",
  failed: "It failed",
};

/** What each value under a name in the details means, in the words of the screen that offers it. */
const everywhere: Readonly<Record<string, Words>> = {
  reviewer: review.reviewerWords,
  twoPeople: review.twoPeopleWords,
  overdueDefault: review.overdueWords,
  repeats: review.repeatWords,
  riskLine: review.riskLineWords,
  triggers: review.happenedWords,
  identityClass: classWords,
  environment: environmentWords,
  role: roleNames,
  rule: Object.fromEntries(rules.map(({ id, title }) => [id, title])),
  scopes: labelsOf(scopeWords),
  subject: subjects,
  subjectType: subjects,
  verb: verbWords,
  format: { csv: "CSV", json: "JSON" },
};

const cases = {
  to: labelsOf(caseStates),
  code: connectorAnswers,
  mode: { provider: "By Muster at the provider", manual: "By hand" },
};

/** The same for names that mean something else under another noun. */
const underNoun: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  exception: {
    scope: { finding: "This finding", rule: "Every finding of the rule" },
    from: labelsOf(exceptionStates),
    to: labelsOf(exceptionStates),
  },
  identity: { method: methodWords },
  leaver: { decision: { reassign: "Reassign", keep: "Leave with its owner" } },
  "notice-channel": {
    kind: channelNames,
    state: channelStateWords,
    events: labelsOf(noticeCatalogue),
  },
  "notice-delivery": { from: labelsOf(deliveryWords) },
  offboarding: cases,
  person: { from: roleNames, to: roleNames },
  review: {
    decision: decisionWords,
    decisions: decisionWords,
    outcome: { done: "Carried out", failed: "Not carried out" },
  },
  rotation: cases,
  session: {
    how: {
      known: "Known account",
      linked: "Linked by address",
      invited: "Invited",
      joined: "Joined by itself",
    },
  },
  source: {
    decision: { confirm: "Confirmed that they are gone", keep: "All kept" },
    kind: fileKindWords,
    outcome: connectorAnswers,
  },
};

/** The words for the values under a name in an event's details; none where values speak for themselves. */
export const optionWords = (event: string, key: string): Words =>
  underNoun[event.slice(0, event.indexOf("."))]?.[key] ?? everywhere[key] ?? {};
