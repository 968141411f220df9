import type { Statement } from "./documents";
import { globMatches, globsOverlap } from "./globs";
import { speaksOfAll } from "./resource-reach";

/** A policy with the name people know it by; `statements` is null when it could not be read. */
export interface AttachedPolicy {
  via: string;
  statements: Statement[] | null;
  /** AWS keeps it as reading only, whatever its actions are called. */
  onlyReads?: boolean;
}

/** One allowed action pattern after Deny and boundary. */
export interface Allowance {
  action: string;
  /** `*`, or the resource patterns. */
  resources: string[];
  /** Whether they are all that the action can work on, a few named exceptions aside. */
  everywhere: boolean;
  via: string;
  conditional: boolean;
  onlyReads: boolean;
}

export interface EffectiveAccess {
  allowances: Allowance[];
  unreadable: string[];
  notes: string[];
  /** Whether the action is effective on all resources: fully, under a condition, or not at all. */
  onEverything(action: string): { via: string; conditional: boolean } | null;
}

const names = (statement: Statement, action: string): boolean =>
  statement.actions.length > 0
    ? statement.actions.some((pattern) => globMatches(pattern, action))
    : !statement.notActions.some((pattern) => globMatches(pattern, action));

/** Whether the statement speaks of every action that `pattern` can stand for. */
const covers = (statement: Statement, pattern: string): boolean =>
  statement.actions.length > 0
    ? statement.actions.some((own) => globMatches(own, pattern))
    : !statement.notActions.some((own) => globsOverlap(own, pattern));

/** Whether a Deny leaves nothing of what an allowed pattern reaches. */
const takesAll = (deny: Statement, pattern: string, resources: readonly string[], own?: string) =>
  deny.notResources.length === 0 &&
  (speaksOfAll(deny, pattern, own) ||
    resources.every((wanted) => deny.resources.some((each) => globMatches(each, wanted))));

/**
 * What identity policies allow once Deny statements and the permissions boundary are applied.
 * Service control and resource policies are not part of it. `own` is the identity's account, where
 * known: a pattern that names it is as wide as one that names none.
 */
export function effectiveAccess(
  policies: readonly AttachedPolicy[],
  boundary: AttachedPolicy | null,
  own?: string,
): EffectiveAccess {
  const readable = policies.filter((policy) => policy.statements !== null);
  const pairs = readable.flatMap((policy) =>
    (policy.statements ?? []).map((statement) => ({ ...policy, statement })),
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
    if (fixedDenies.some((deny) => names(deny, wanted) && speaksOfAll(deny, wanted, own)))
      return null;
    const bounds = boundaryAllows?.filter(
      (bound) => names(bound, wanted) && speaksOfAll(bound, wanted, own),
    );
    if (bounds?.length === 0) return null;
    const bounded = bounds?.every((bound) => bound.conditions.length > 0) ?? false;
    const hits = allows.filter(
      (pair) => names(pair.statement, wanted) && speaksOfAll(pair.statement, wanted, own),
    );
    const free = hits.find((pair) => pair.statement.conditions.length === 0);
    const hit = free ?? hits[0];
    return hit ? { via: hit.via, conditional: bounded || free === undefined } : null;
  };

  return {
    allowances: allows.flatMap((pair) => allowancesOf(pair, fixedDenies, boundaryAllows, own)),
    unreadable: policies.filter((policy) => policy.statements === null).map((one) => one.via),
    notes: notesOf(denies, boundary),
    onEverything,
  };
}

function allowancesOf(
  {
    via,
    statement: allow,
    onlyReads = false,
  }: Pick<AttachedPolicy, "via" | "onlyReads"> & {
    statement: Statement;
  },
  denies: readonly Statement[],
  bounds: readonly Statement[] | null,
  own: string | undefined,
): Allowance[] {
  const resources = resourcesOf(allow);
  const patterns = allow.actions.length > 0 ? allow.actions : ["*"];
  return patterns.flatMap((pattern) => {
    if (denies.some((deny) => covers(deny, pattern) && takesAll(deny, pattern, resources, own)))
      return [];
    const everywhere = speaksOfAll(allow, pattern, own);
    return within({ action: pattern, resources, everywhere }, bounds, own).map((part) => ({
      ...part,
      via,
      onlyReads,
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

type Granted = Omit<Allowance, "via" | "onlyReads">;

/** The parts of an allowed pattern that the boundary lets through. */
function within(
  allowed: Pick<Allowance, "action" | "resources" | "everywhere">,
  bounds: readonly Statement[] | null,
  own: string | undefined,
): Granted[] {
  if (bounds === null) return [{ ...allowed, conditional: false }];
  const { action: pattern } = allowed;
  const whole = bounds.find((bound) => covers(bound, pattern) && speaksOfAll(bound, pattern, own));
  if (whole) return [{ ...allowed, conditional: whole.conditions.length > 0 }];
  const parts = new Map<string, Granted>();
  for (const bound of bounds) {
    for (const each of actionsWithin(bound, pattern)) {
      const action = globMatches(each, pattern) ? pattern : each;
      const isWide = speaksOfAll(bound, action, own);
      parts.set(action, {
        action,
        resources: isWide ? allowed.resources : resourcesOf(bound),
        everywhere: allowed.everywhere && isWide,
        conditional: bound.conditions.length > 0,
      });
    }
  }
  return [...parts.values()];
}

/** What a statement of a boundary leaves of a pattern of actions. */
function actionsWithin(bound: Statement, pattern: string): string[] {
  if (bound.actions.length > 0) return bound.actions.filter((each) => globsOverlap(each, pattern));
  return bound.notActions.some((each) => globMatches(each, pattern)) ? [] : [pattern];
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
