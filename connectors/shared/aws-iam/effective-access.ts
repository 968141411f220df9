import type { Statement } from "./documents";
import { globMatches, globsOverlap } from "./globs";

/** A policy with the name people know it by; `statements` is null when it could not be read. */
export interface AttachedPolicy {
  via: string;
  statements: Statement[] | null;
}

/** One allowed action pattern after Deny and boundary. */
export interface Allowance {
  action: string;
  /** `*`, or the resource patterns. */
  resources: string[];
  via: string;
  conditional: boolean;
}

export interface EffectiveAccess {
  allowances: Allowance[];
  unreadable: string[];
  notes: string[];
  /** Whether the action is effective on all resources: fully, under a condition, or not at all. */
  onEverything(action: string): { via: string; conditional: boolean } | null;
}

const everywhere = (statement: Statement): boolean =>
  statement.resources.length === 0
    ? statement.notResources.length === 0
    : statement.resources.some((resource) => isEverything(resource));

const isEverything = (resource: string): boolean =>
  /^(\*|arn:\*|arn:[^:]+:[^:]+:\*?:\*?:\*)$/.test(resource);

const names = (statement: Statement, action: string): boolean =>
  statement.actions.length > 0
    ? statement.actions.some((pattern) => globMatches(pattern, action))
    : !statement.notActions.some((pattern) => globMatches(pattern, action));

/** Whether the statement speaks of every action that `pattern` can stand for. */
const covers = (statement: Statement, pattern: string): boolean =>
  statement.actions.length > 0
    ? statement.actions.some((own) => globMatches(own, pattern))
    : !statement.notActions.some((own) => globsOverlap(own, pattern));

const coversResources = (statement: Statement, resources: readonly string[]): boolean =>
  everywhere(statement) ||
  (statement.resources.length > 0 &&
    resources.every((wanted) => statement.resources.some((own) => globMatches(own, wanted))));

/**
 * What identity policies allow once Deny statements and the permissions boundary are applied.
 * Service control and resource policies are not part of it.
 */
export function effectiveAccess(
  policies: readonly AttachedPolicy[],
  boundary: AttachedPolicy | null,
): EffectiveAccess {
  const readable = policies.filter((policy) => policy.statements !== null);
  const pairs = readable.flatMap((policy) =>
    (policy.statements ?? []).map((statement) => ({ via: policy.via, statement })),
  );
  const allows = pairs.filter((pair) => pair.statement.effect === "allow");
  const limits = boundary?.statements ?? null;
  const denies = [...pairs.map((pair) => pair.statement), ...(limits ?? [])].filter(
    (statement) => statement.effect === "deny",
  );
  const fixedDenies = denies.filter((statement) => statement.conditions.length === 0);
  const boundaryAllows = limits?.filter((statement) => statement.effect === "allow") ?? null;

  const onEverything = (action: string) => {
    const wanted = action.toLowerCase();
    if (fixedDenies.some((deny) => names(deny, wanted) && everywhere(deny))) return null;
    const bounds = boundaryAllows?.filter((bound) => names(bound, wanted) && everywhere(bound));
    if (bounds?.length === 0) return null;
    const bounded = bounds?.every((bound) => bound.conditions.length > 0) ?? false;
    const hits = allows.filter(
      (pair) => names(pair.statement, wanted) && everywhere(pair.statement),
    );
    const free = hits.find((pair) => pair.statement.conditions.length === 0);
    const hit = free ?? hits[0];
    return hit ? { via: hit.via, conditional: bounded || free === undefined } : null;
  };

  return {
    allowances: allows.flatMap((pair) =>
      allowancesOf(pair.via, pair.statement, fixedDenies, boundaryAllows),
    ),
    unreadable: policies.filter((policy) => policy.statements === null).map((one) => one.via),
    notes: notesOf(denies, boundary),
    onEverything,
  };
}

function allowancesOf(
  via: string,
  allow: Statement,
  denies: readonly Statement[],
  bounds: readonly Statement[] | null,
): Allowance[] {
  const resources = resourcesOf(allow);
  const patterns = allow.actions.length > 0 ? allow.actions : ["*"];
  return patterns.flatMap((pattern) => {
    if (denies.some((deny) => covers(deny, pattern) && coversResources(deny, resources))) return [];
    return within(pattern, resources, bounds).map((part) => ({
      action: part.action,
      resources: part.resources,
      via,
      conditional: part.conditional || allow.conditions.length > 0,
    }));
  });
}

const resourcesOf = (statement: Statement): string[] => {
  if (statement.resources.length > 0) return statement.resources;
  return statement.notResources.length > 0
    ? [`all except ${statement.notResources.join(", ")}`]
    : ["*"];
};

/** The parts of an allowed pattern that the boundary lets through. */
function within(
  pattern: string,
  resources: string[],
  bounds: readonly Statement[] | null,
): Omit<Allowance, "via">[] {
  if (bounds === null) return [{ action: pattern, resources, conditional: false }];
  const whole = bounds.find((bound) => covers(bound, pattern) && everywhere(bound));
  if (whole) return [{ action: pattern, resources, conditional: whole.conditions.length > 0 }];
  const parts = new Map<string, Omit<Allowance, "via">>();
  for (const bound of bounds) {
    const conditional = bound.conditions.length > 0;
    const narrowed = everywhere(bound) ? resources : bound.resources;
    const actions = bound.actions.length > 0 ? bound.actions : [pattern];
    for (const own of actions) {
      const action = globMatches(own, pattern) ? pattern : own;
      const inside = globMatches(pattern, own) || globsOverlap(own, pattern);
      if (inside) parts.set(action, { action, resources: narrowed, conditional });
    }
  }
  return [...parts.values()];
}

function notesOf(denies: readonly Statement[], boundary: AttachedPolicy | null): string[] {
  const notes: string[] = [];
  if (boundary?.statements) notes.push(`The permissions boundary ${boundary.via} is applied.`);
  if (boundary && !boundary.statements) {
    notes.push(
      `The permissions boundary ${boundary.via} could not be read: this is an upper bound.`,
    );
  }
  if (denies.some((deny) => deny.conditions.length > 0)) {
    notes.push("A Deny with a condition may narrow this further.");
  }
  return notes;
}
