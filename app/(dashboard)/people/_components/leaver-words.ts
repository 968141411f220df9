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

export const decisionWords: Record<string, string> = {
  reassigned: "Reassigned",
  kept: "Left with its owner",
  offboarding: "Being offboarded",
};
