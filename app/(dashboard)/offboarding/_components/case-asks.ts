import type { Ask } from "@/components/form/ask-dialog";
import {
  approve,
  confirm,
  goOn,
  handOver,
  refuse,
  reject,
  reportDone,
  retry,
  undo,
  withdraw,
} from "../actions";
import { type CaseShape, isSoft } from "./case-shape";

/** What follows from an approval. */
function whatFollows(detail: CaseShape): string {
  const { plan, rotation, watchDays, owner } = detail;
  const soft = isSoft(plan);
  if (rotation?.overlapHours === null)
    return "The new one is made and delivered, then it takes the place of the old one at once. Whoever still uses the old one is cut off, and that cannot be undone.";
  if (rotation)
    return `The new one is made and delivered while the old one works. When nobody has used the old one for ${rotation.overlapHours} hours, it is ${soft ? `switched off, watched for ${watchDays} days and then deleted` : "deleted, which cannot be undone"}.`;
  const asked = owner
    ? `${owner}, who owns it, is asked first, unless the wish came from there; then it is deleted`
    : "It has no owner who could be asked: it is deleted within a minute";
  return soft
    ? `It is switched off within a minute, watched for ${watchDays} days and then deleted. Until the deletion it can be given back at once.`
    : `The provider has no way to switch it off first. ${asked}, and ${lastWord(detail)}.`;
}

const lastWord = ({ canBeMadeAgain }: CaseShape): string =>
  canBeMadeAgain ? "can be made again from what Muster keeps" : "that cannot be undone";

/** Every decision about a case in words. */
export function asksFor(caseId: string, detail: CaseShape) {
  const rotates = detail.case === "rotation";
  const what = rotates ? "rotation" : "offboarding";
  return {
    approve: {
      title: `Approve the ${what} of ${detail.name}`,
      sentence: whatFollows(detail),
      label: null,
      button: "Approve",
      run: () => approve({ caseId }),
      done: "Approved",
    },
    confirm: {
      title: `Let ${detail.name} be deleted`,
      sentence: `It is deleted at the provider within a minute, and ${lastWord(detail)}.`,
      label: detail.isOwner ? null : `Why you answer in place of ${detail.owner ?? "an owner"}`,
      button: detail.isOwner ? "Confirm the deletion" : "Confirm for the owner",
      run: (reason: string) => confirm({ caseId, ...(reason === "" ? {} : { reason }) }),
      done: "Confirmed; it is being deleted",
    },
    refuse: {
      title: `Keep ${detail.name}`,
      sentence: "Nothing changes at the provider. The person who asked sees your reason.",
      label: "Reason",
      button: "Keep it",
      run: (reason: string) => refuse({ caseId, reason }),
      done: "It stays",
    },
    reject: {
      title: "Reject this request",
      sentence: "Nothing changes at the provider. The person who asked sees your reason.",
      label: "Reason",
      button: "Reject",
      run: (reason: string) => reject({ caseId, reason }),
      done: "Rejected",
    },
    withdraw: {
      title: "Withdraw this request",
      sentence: "Nothing changes at the provider.",
      label: null,
      button: "Withdraw",
      run: () => withdraw({ caseId }),
      done: "Withdrawn",
    },
    undo: {
      title: `Give ${detail.name} back`,
      sentence: rotates
        ? "The old one works again within a minute, beside the new one, until nobody uses it."
        : detail.state === "verified"
          ? "It is made again at the provider within a minute. The next sync finds it as a new identity."
          : "It works again within a minute, as it was before.",
      label: "Reason",
      button: "Give it back",
      run: (reason: string) => undo({ caseId, reason }),
      done: "It is being given back",
    },
    abandon: {
      title: `Keep ${detail.name} after all`,
      sentence:
        "The new one is deleted within a minute. Whatever already uses it stops working, and its destination keeps a value that opens nothing: put the version before back there.",
      label: "Reason",
      button: "Delete the new one",
      run: (reason: string) => undo({ caseId, reason }),
      done: "The new one is being deleted",
    },
    goOn: {
      title: `Let ${detail.name} go now`,
      sentence:
        "It is switched off within a minute, whether or not it is still used. It can be given back while it is watched.",
      label: "Reason",
      button: "Let the old one go",
      run: (reason: string) => goOn({ caseId, reason }),
      done: "The old one is being switched off",
    },
    retry: {
      title: "Try again now",
      sentence: "The provider is asked again at once instead of tomorrow.",
      label: null,
      button: "Try again",
      run: () => retry({ caseId }),
      done: "It is being tried again",
    },
    handOver: {
      title: "Leave it to a person",
      sentence: "Muster makes no further call for this case. Somebody does it at the provider.",
      label: null,
      button: "Do it by hand",
      run: () => handOver({ caseId }),
      done: "Left to a person",
    },
    report: {
      title: "Report it as done",
      sentence: "The next complete sync proves it. Until then it does not count as done.",
      label: "What was done, by whom, or the ticket's number",
      button: "Report as done",
      run: (proof: string) => reportDone({ caseId, proof }),
      done: "Reported; the next complete sync proves it",
    },
  } satisfies Record<string, Ask>;
}
