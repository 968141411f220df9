import { DomainError } from "../../errors";
import { type Change, readIds } from "./patch";

/** What a directory tells of a team; members are set whole, or added and removed. */
export interface TeamChange {
  name?: string;
  externalId?: string | null;
  members?: string[];
  addMembers?: string[];
  removeMembers?: string[];
}

function changeMembers(change: TeamChange, { op, only, value }: Change): void {
  const ids = only === null ? readIds(value) : readIds(only);
  if (op === "replace" || (op === "remove" && only === null && ids.length === 0)) {
    change.members = ids;
    delete change.addMembers;
    delete change.removeMembers;
    return;
  }
  if (change.members) {
    const rest = change.members.filter((id) => !ids.includes(id));
    change.members = op === "add" ? [...rest, ...ids] : rest;
    return;
  }
  const [to, from] =
    op === "add"
      ? (["addMembers", "removeMembers"] as const)
      : (["removeMembers", "addMembers"] as const);
  change[to] = [...new Set([...(change[to] ?? []), ...ids])];
  if (change[from]) change[from] = change[from].filter((id) => !ids.includes(id));
}

/** What a list of changes says of a team, in order. */
export function teamChange(changes: readonly Change[]): TeamChange {
  const change: TeamChange = {};
  for (const one of changes) {
    if (one.attribute === "members") changeMembers(change, one);
    if (one.attribute === "externalid") {
      change.externalId = typeof one.value === "string" && one.op !== "remove" ? one.value : null;
    }
    if (one.attribute === "displayname") {
      if (typeof one.value !== "string" || one.value.trim() === "") {
        throw new DomainError("invalid_input", "displayName must be text.");
      }
      change.name = one.value.trim();
    }
  }
  return change;
}
