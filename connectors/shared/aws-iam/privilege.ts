import type { PrivilegeLevel } from "@/lib/domain/identity/identity";
import type { Allowance, EffectiveAccess } from "./effective-access";
import { adminSentinels, escalations, isReadOnly } from "./escalation";
import { clean } from "./text";

type Level = Exclude<PrivilegeLevel, "unknown">;

export type Privilege =
  | { state: "known"; level: Level; reasons: string[] }
  | { state: "unreadable"; detail: string };

const scopeNote = "Service control policies and resource policies are not taken into account.";

/**
 * The strongest thing an identity can do, with the reasons. A document that could not be read
 * leaves the level unknown unless the readable ones already make it an administrator.
 */
export function judgePrivilege(access: EffectiveAccess): Privilege {
  const { level, reasons } = decide(access);
  if (access.unreadable.length > 0 && level !== "admin") {
    const names = access.unreadable.slice(0, 3).join(", ");
    return {
      state: "unreadable",
      detail: clean(`Policy documents not readable: ${names}`, 480),
    };
  }
  const caveats = access.unreadable.map((via) => `${via} could not be read and may change this.`);
  const all = [...reasons, ...access.notes, ...caveats, scopeNote];
  return { state: "known", level, reasons: all.slice(0, 50).map((reason) => clean(reason, 900)) };
}

function decide(access: EffectiveAccess): { level: Level; reasons: string[] } {
  const admin = adminSentinels.map((action) => access.onEverything(action));
  if (admin.every((hit) => hit !== null)) {
    const via = admin[0]?.via ?? "";
    if (admin.every((hit) => !hit?.conditional)) {
      return { level: "admin", reasons: [`${via} allows full control of IAM on all resources.`] };
    }
    return {
      level: "high",
      reasons: [`${via} allows full control of IAM under a condition, one level less than admin.`],
    };
  }
  return escalating(access) ?? ordinary(access.allowances);
}

function escalating(access: EffectiveAccess): { level: Level; reasons: string[] } | null {
  const reasons: string[] = [];
  const guarded: string[] = [];
  for (const { needs, because } of escalations) {
    const hits = needs.map((action) => access.onEverything(action));
    if (hits.some((hit) => hit === null)) continue;
    const vias = [...new Set(hits.map((hit) => hit?.via ?? ""))].join(" and ");
    const sentence = `${needs.join(" with ")} on all resources through ${vias}: ${because}.`;
    if (hits.some((hit) => hit?.conditional)) guarded.push(sentence);
    else reasons.push(sentence);
  }
  if (reasons.length > 0) return { level: "high", reasons };
  if (guarded.length === 0) return null;
  return {
    level: "write",
    reasons: guarded.map((one) => `${one} Only under a condition, so one level less.`),
  };
}

function ordinary(allowances: readonly Allowance[]): { level: Level; reasons: string[] } {
  if (allowances.length === 0) {
    return { level: "none", reasons: ["No policy allows any action."] };
  }
  const writes = allowances.filter((one) => !reads(one));
  if (writes.length === 0) {
    const vias = [...new Set(allowances.map((one) => one.via))].slice(0, 3).join(", ");
    return { level: "read", reasons: [`Only reading actions are allowed, through ${vias}.`] };
  }
  const first = writes[0];
  const more = writes.length > 1 ? ` and ${writes.length - 1} more` : "";
  return {
    level: "write",
    reasons: [`${first?.action}${more} through ${first?.via} changes things.`],
  };
}

const reads = (one: Allowance): boolean => one.onlyReads || isReadOnly(one.action);

/** Level of one group of allowances of a service, for the list of grants. */
export function allowanceLevel(allowance: Allowance): Level {
  const broad = allowance.everywhere;
  const action = allowance.action;
  if (broad && (action === "*" || action === "*:*" || action === "iam:*")) {
    return allowance.conditional ? "high" : "admin";
  }
  const risky = broad && !allowance.conditional && isRisky(action);
  if (risky) return "high";
  return reads(allowance) ? "read" : "write";
}

const riskyActions = new Set(
  escalations.filter((one) => one.needs.length === 1).map((one) => one.needs[0]?.toLowerCase()),
);

const isRisky = (action: string): boolean => {
  if (riskyActions.has(action)) return true;
  const service = action.endsWith(":*") ? action.slice(0, -1) : null;
  return service !== null && [...riskyActions].some((one) => one?.startsWith(service));
};
