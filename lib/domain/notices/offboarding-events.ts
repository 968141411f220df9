import type { CatalogueOf } from "./notice-data";

export const offboardingEvents: CatalogueOf<"offboarding" | "rotation"> = {
  "offboarding.approval-wanted": {
    label: "A case waits for approval",
    group: "Offboarding",
    byDefault: "now",
    action: "Open the case",
    text: ({ name, requestedBy, reason }) => ({
      title: `Approval wanted: ${name} is to be taken out of service`,
      lines: [
        `${requestedBy} asked for it: ${reason}`,
        "The dry run is ready. Nothing changes at the provider until somebody approves.",
      ],
    }),
  },
  "offboarding.confirmation-wanted": {
    label: "Something of yours is to be deleted",
    group: "Offboarding",
    byDefault: "now",
    action: "Open the case",
    text: ({ name, requestedBy, reason }) => ({
      title: `Your answer is wanted: ${name} is to be deleted`,
      lines: [
        `${requestedBy} asked for it: ${reason}`,
        "The provider cannot switch it off first, so it is not deleted until you confirm. If you still need it, say so there.",
      ],
    }),
  },
  "offboarding.by-hand": {
    label: "A case waits for a person's hand",
    group: "Offboarding",
    byDefault: "now",
    action: "Open the case",
    text: ({ name, because }) => ({
      title: `To do by hand: take ${name} out of service`,
      lines: [because, "The next complete sync proves it once it is reported as done."],
    }),
  },
  "offboarding.stuck": {
    label: "A case is stuck",
    group: "Offboarding",
    byDefault: "now",
    action: "Open the case",
    text: ({ name, step, error }) => ({
      title: `Stuck: ${name} could not be ${step}`,
      lines: [
        `The provider's last answer: ${error}`,
        "Muster tries again every day and tells you each time. Until it works, the credential counts as alive.",
      ],
    }),
  },
  "offboarding.used": {
    label: "A credential is used while it is on its way out",
    group: "Offboarding",
    byDefault: "now",
    isUrgent: true,
    action: "Open the case",
    text: ({ name, what }) => ({
      title: `In use although disabled: ${name}`,
      lines: [what, "Somebody or something still depends on it. It can be given back at once."],
    }),
  },
  "offboarding.done": {
    label: "A case is done",
    group: "Offboarding",
    byDefault: "digest",
    action: "Open the receipt",
    text: ({ name, how }) => ({ title: `Done: ${name}`, lines: [how] }),
  },
  "offboarding.rejected": {
    label: "Your request was turned down",
    group: "Offboarding",
    byDefault: "now",
    action: "Open the case",
    text: ({ name, by, reason }) => ({
      title: `Turned down: ${name} stays in service`,
      lines: [`${by} decided: ${reason}`],
    }),
  },
  "rotation.stuck": {
    label: "A rotation is stuck",
    group: "Rotation",
    byDefault: "now",
    action: "Open the rotation",
    text: ({ name, step, error }) => ({
      title: `Stuck: the rotation of ${name}`,
      lines: [`It waits at: ${step}.`, `The last answer: ${error}`],
    }),
  },
  "rotation.done": {
    label: "A rotation is done",
    group: "Rotation",
    byDefault: "digest",
    action: "Open the rotation",
    text: ({ name, how }) => ({ title: `Rotated: ${name}`, lines: [how] }),
  },
};
