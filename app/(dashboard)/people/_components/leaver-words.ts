export const causeWords: Record<string, string> = {
  disabled_by_hand: "Disabled by an administrator",
  disabled_by_directory: "Disabled by your directory",
  deleted_by_directory: "Deleted in your directory",
};

export const outcomeWords: Record<string, string> = {
  handled: "Everything is decided",
  nothing_to_decide: "Nothing was tied to them",
  returned: "They came back",
};

export const tieWords: Record<string, string> = {
  owner: "Owned it",
  backup: "Backed it up",
  creator: "Created it",
  approver: "Approved its offboarding",
  holder: "Named as its holder",
};

/** What a decision about everything that is open does, before it is taken. */
export function bulkWords(
  decision: "reassign" | "keep",
  leaver: string,
  chosen: string | null,
): string {
  if (decision === "keep")
    return `What somebody else owns stays theirs, and ${leaver} goes where they are its backup. What ${leaver} or nobody owns stays to be decided.`;
  return chosen
    ? `${chosen} becomes the owner of all that ${leaver} or nobody who is still here owns. What somebody else owns stays theirs; where ${leaver} is its backup, the person you chose takes that place.`
    : `The backup of each becomes its owner where ${leaver} or nobody who is still here owns it. What has no backup stays to be decided, and what somebody else owns stays theirs.`;
}

export const decisionWords: Record<string, string> = {
  reassigned: "Reassigned",
  kept: "Left with its owner",
  offboarding: "Being offboarded",
};
