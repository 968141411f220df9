import type { TokenScope } from "@/lib/domain/people/permissions";

/** What each scope of a token opens, in words. */
export const scopeWords: Record<TokenScope, { label: string; sentence: string }> = {
  read: { label: "Read", sentence: "Everything that you can read" },
  "sources:write": { label: "Sources", sentence: "Connect, upload to and sync sources" },
  "inventory:write": { label: "Inventory", sentence: "Change owners, labels and views" },
  "reviews:write": { label: "Reviews", sentence: "Run reviews and decide what is yours" },
  "offboarding:write": {
    label: "Offboarding",
    sentence:
      "Ask for an offboarding or a rotation and report on manual steps; approving takes a person",
  },
  "exceptions:write": {
    label: "Exceptions",
    sentence: "Ask for exceptions and withdraw them; approving takes a person",
  },
  "audit:read": {
    label: "Audit log",
    sentence: "Read and verify the audit log; make and download evidence packs",
  },
  scim: {
    label: "SCIM",
    sentence: "Let your directory send people and groups; only an administrator's token can",
  },
};
