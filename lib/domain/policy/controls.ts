import { dayMs } from "../days";
import { type Fact, unknownReasonText } from "../evidence";
import type { Subject } from "../risk/subject";
import { levelOf } from "./outcome";

/** C37: what makes an exception bearable. `other` is a person's word; nothing can check it. */
export const controlKinds = ["narrow_role", "monitoring", "fast_revocation", "other"] as const;
export type ControlKind = (typeof controlKinds)[number];

export interface ControlCheck {
  control: ControlKind;
  state: "pass" | "fail" | "unknown";
  because: string;
  /** Where the deciding fact comes from; absent where no fact decides. */
  source?: string;
  observedAt?: string;
}

/** Whether the identity can be switched off from here, as its source is set up now. */
export interface RevocationAbility {
  atProvider: boolean;
  because: string;
}

/** A reading older than this shows nothing of what happens today. */
const freshDays = 2;

const evidence = (fact: Fact<unknown>) =>
  fact.state === "known" ? { source: fact.source, observedAt: fact.observedAt } : {};
const whyUnknown = (fact: Fact<unknown>): string =>
  fact.state === "unknown" ? (fact.detail ?? unknownReasonText[fact.reason]) : "";

function narrowRole(subject: Subject): Omit<ControlCheck, "control"> {
  const { privilege } = subject.facts;
  const from = evidence(privilege);
  const level = levelOf(subject);
  if (privilege.state === "unknown")
    return { state: "unknown", because: `What it may do is unknown: ${whyUnknown(privilege)}` };
  if (level === "high" || level === "admin")
    return { state: "fail", because: `Its role is not narrow: it reaches ${level}`, ...from };
  if (level !== "write")
    return {
      state: "pass",
      because: `It may ${level === "none" ? "do nothing" : "only read"}`,
      ...from,
    };
  const broad = subject.grants.find(
    ({ target, level: at }) => at === "write" && /^\*$|:\*$/.test(target),
  );
  if (broad)
    return {
      state: "fail",
      because: `It may write to everything by ${broad.entitlement}`,
      ...from,
    };
  if (subject.grants.length === 0)
    return { state: "unknown", because: "It may write; to what is not collected by this source" };
  return { state: "pass", because: "It may write only to what its grants name", ...from };
}

function monitoring({ facts }: Subject, now: Date): Omit<ControlCheck, "control"> {
  const { lastUsedAt } = facts;
  if (lastUsedAt.state === "unknown")
    return {
      state: lastUsedAt.reason === "not_offered" ? "fail" : "unknown",
      because: `Its use cannot be seen: ${whyUnknown(lastUsedAt)}`,
    };
  const age = (now.getTime() - Date.parse(lastUsedAt.observedAt)) / dayMs;
  const from = evidence(lastUsedAt);
  return age > freshDays
    ? { state: "fail", because: `Its use was last read ${Math.floor(age)} days ago`, ...from }
    : { state: "pass", because: "Every sync reads when it was last used", ...from };
}

/** Each claimed control against the facts as they are now. */
export function checkControls(
  claimed: readonly ControlKind[],
  subject: Subject,
  revocation: RevocationAbility,
  now: Date,
): ControlCheck[] {
  const judge = (control: ControlKind): Omit<ControlCheck, "control"> => {
    switch (control) {
      case "narrow_role":
        return narrowRole(subject);
      case "monitoring":
        return monitoring(subject, now);
      case "fast_revocation":
        return { state: revocation.atProvider ? "pass" : "fail", because: revocation.because };
      case "other":
        return { state: "unknown", because: "No fact of the inventory can show it" };
    }
  };
  return controlKinds
    .filter((control) => claimed.includes(control))
    .map((control) => ({ control, ...judge(control) }));
}

/** Whether at least one control may hold: an exception whose every control fails is none. */
export const mayCompensate = (checks: readonly ControlCheck[]): boolean =>
  checks.some(({ state }) => state !== "fail");
