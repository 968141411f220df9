import type { CaseState, CaseVerb } from "@/lib/domain/lifecycle/case";

interface StateWords {
  label: string;
  /** What a reader should know, in one sentence. */
  meaning: string;
  tone: "waiting" | "working" | "bad" | "good" | "quiet";
}

/** Each state of a case in words, with the tone of its dot. */
export const stateWords: Record<CaseState, StateWords> = {
  requested: {
    label: "Preparing the dry run",
    meaning: "Muster reads the provider to find out what would happen.",
    tone: "working",
  },
  planned: {
    label: "Waiting for approval",
    meaning: "The dry run is ready. Nothing has changed at the provider.",
    tone: "waiting",
  },
  approved: { label: "Approved", meaning: "The first call is about to be made.", tone: "working" },
  confirming: {
    label: "Waiting for its owner",
    meaning:
      "The provider cannot switch it off first, so nothing is deleted until its owner confirms. The owner is reminded every day.",
    tone: "waiting",
  },
  disabling: {
    label: "Switching off",
    meaning: "The call is under way. It counts only when the provider shows it.",
    tone: "working",
  },
  watching: {
    label: "Switched off, being watched",
    meaning: "It can be given back at once. Any use is reported here.",
    tone: "waiting",
  },
  deleting: {
    label: "Deleting",
    meaning: "The deletion is under way. It cannot be undone any more.",
    tone: "working",
  },
  deleted: {
    label: "Deleted, not proven yet",
    meaning: "The provider is read again until it shows that the target is gone.",
    tone: "working",
  },
  verified: {
    label: "Proven gone",
    meaning: "The provider was read again and does not have it any more.",
    tone: "good",
  },
  undoing: {
    label: "Giving it back",
    meaning: "The provider is asked to switch it on again.",
    tone: "working",
  },
  undone: { label: "Given back", meaning: "It works again as before.", tone: "quiet" },
  stuck: {
    label: "Stuck",
    meaning:
      "The provider did not do it. It is tried again every day and never counts as done while it is alive.",
    tone: "bad",
  },
  manual: {
    label: "A person must do it",
    meaning: "Muster cannot do this itself. Do it at the provider, then report it here.",
    tone: "waiting",
  },
  reported: {
    label: "Reported, not proven yet",
    meaning: "The next complete sync shows whether it is really gone.",
    tone: "working",
  },
  creating: {
    label: "Making the new one",
    meaning: "The old one works on and is not touched.",
    tone: "working",
  },
  delivering: {
    label: "Delivering the new one",
    meaning: "The new one exists, and its secret is sealed until it is delivered.",
    tone: "waiting",
  },
  delivered: { label: "Delivered", meaning: "The new one can be used.", tone: "working" },
  overlapping: {
    label: "Both work",
    meaning: "The old one goes when nobody has used it for the hours that were agreed.",
    tone: "waiting",
  },
  replacing: {
    label: "Replacing",
    meaning: "The provider is asked to accept the new one instead of the old one.",
    tone: "working",
  },
  disabling_old: {
    label: "Switching off the old one",
    meaning: "The call is under way. It counts only when the provider shows it.",
    tone: "working",
  },
  deleting_old: {
    label: "Deleting the old one",
    meaning: "The deletion is under way. It cannot be undone any more.",
    tone: "working",
  },
  destroying: {
    label: "Deleting the new one",
    meaning: "It is not going to be used, so it must not stay behind.",
    tone: "working",
  },
  dangling: {
    label: "Stuck with an unused new one",
    meaning:
      "The new one must be deleted again and the provider did not do it. It is tried every day until it is proven gone.",
    tone: "bad",
  },
  completed: {
    label: "Rotated",
    meaning: "Only the new one works. The provider was read again to prove it.",
    tone: "good",
  },
  failed: {
    label: "Failed, nothing left behind",
    meaning: "The old one works as before, and no new one stayed behind.",
    tone: "bad",
  },
  rejected: { label: "Rejected", meaning: "Nothing was changed at the provider.", tone: "quiet" },
  cancelled: { label: "Withdrawn", meaning: "Nothing was changed at the provider.", tone: "quiet" },
};

export const verbWords: Record<CaseVerb, string> = {
  create: "Make the new one",
  deliver: "Deliver it",
  replace: "Put it in the old one's place",
  destroy: "Delete the new one",
  disable: "Switch off",
  enable: "Give back",
  delete: "Delete",
};
