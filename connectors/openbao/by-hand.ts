import type { ManualSteps } from "@/lib/domain/lifecycle/by-hand";

/** Muster reads where secrets are kept here and takes none away. */
export const byHand: readonly ManualSteps[] = [
  {
    subject: "identity",
    kind: "stored_secret",
    steps: [
      "Revoke the value where it was made: deleting the copy here does not end it.",
      "Hide the newest version: `bao kv delete {name:sh}`. `bao kv undelete` brings it back.",
      "After two weeks in which nothing failed, remove it for good: `bao kv metadata delete {name:sh}`",
      "Report it here with what you did. The next complete sync proves it.",
    ],
  },
];
