/** How a person who left was tied to one identity, and who else answers for it. */
export interface Tied {
  identityId: string;
  ownerId: string | null;
  ownerActive: boolean;
  backupId: string | null;
  backupActive: boolean;
}

/** What to write; a field that is left out stays as it is. */
export interface Succession {
  identityId: string;
  decision: "reassigned" | "kept";
  owner?: string | null;
  backup?: string | null;
}

/**
 * Who takes the leaver's place: the chosen person, else the backup. Null when nobody could answer
 * for the identity afterwards. Somebody else who owns it stays the owner.
 */
export function succeed(tied: Tied, leaverId: string, chosen: string | null): Succession | null {
  const { identityId, ownerId, backupId } = tied;
  const backup = backupId !== null && backupId !== leaverId && tied.backupActive ? backupId : null;
  if (ownerId !== null && ownerId !== leaverId && tied.ownerActive) {
    if (backupId !== leaverId) return { identityId, decision: "kept" };
    const next = chosen === ownerId ? null : chosen;
    return { identityId, decision: "reassigned", backup: next };
  }
  const owner = chosen ?? backup;
  if (owner === null || owner === leaverId) return null;
  const left = backup === null || backup === owner ? null : undefined;
  return {
    identityId,
    decision: "reassigned",
    owner,
    ...(left === null && backupId !== null ? { backup: null } : {}),
  };
}

/** Leaves it with the owner it has; null when that is the leaver, somebody who left or nobody. */
export function keep(tied: Tied, leaverId: string): Succession | null {
  const { identityId, ownerId, backupId } = tied;
  if (ownerId === null || ownerId === leaverId || !tied.ownerActive) return null;
  return { identityId, decision: "kept", ...(backupId === leaverId ? { backup: null } : {}) };
}
