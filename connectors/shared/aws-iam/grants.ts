import { privilegeLevels, type PrivilegeLevel } from "@/lib/domain/identity/identity";
import type { GrantRecord } from "@/lib/domain/inventory/source-record";
import type { Allowance } from "./effective-access";
import { allowanceLevel } from "./privilege";
import { boundedId, clean } from "./text";

const mostGrants = 200;
const order = (level: PrivilegeLevel): number => privilegeLevels.indexOf(level);

interface Group {
  service: string;
  level: PrivilegeLevel;
  via: string;
  actions: Set<string>;
  resources: Set<string>;
  conditional: boolean;
}

/** Allowances folded to one grant per service, level and policy; the strongest 200. */
export function foldGrants(
  allowances: readonly Allowance[],
): Omit<GrantRecord, "externalId" | "identityExternalId">[] {
  const groups = new Map<string, Group>();
  for (const allowance of allowances) {
    const service = allowance.action.includes(":")
      ? (allowance.action.split(":", 1)[0] ?? "*")
      : "*";
    const level = allowanceLevel(allowance);
    const key = `${allowance.via}\n${service}\n${level}`;
    const group = groups.get(key) ?? {
      service,
      level,
      via: allowance.via,
      actions: new Set<string>(),
      resources: new Set<string>(),
      conditional: true,
    };
    group.actions.add(allowance.action);
    for (const resource of allowance.resources) group.resources.add(resource);
    group.conditional &&= allowance.conditional;
    groups.set(key, group);
  }
  return [...groups.values()]
    .sort((left, right) => order(right.level) - order(left.level))
    .slice(0, mostGrants)
    .map(toGrant);
}

function toGrant(group: Group): Omit<GrantRecord, "externalId" | "identityExternalId"> {
  return {
    type: "grant",
    service: clean(group.service, 200),
    entitlement: clean(some([...group.actions], 4), 500),
    target: clean(group.resources.has("*") ? "*" : some([...group.resources], 2), 1000),
    via: clean(group.via, 500),
    level: group.level,
    conditional: group.conditional,
  };
}

const some = (all: string[], most: number): string =>
  all.length <= most
    ? all.join(", ")
    : `${all.slice(0, most).join(", ")} and ${all.length - most} more`;

/** The folded grants as records of one identity. */
export const grantRecords = (
  identityExternalId: string,
  folded: ReturnType<typeof foldGrants>,
): GrantRecord[] =>
  folded.map((grant) => ({
    ...grant,
    identityExternalId,
    externalId: boundedId(`${identityExternalId}/${grant.service}/${grant.level}/${grant.via}`),
  }));
