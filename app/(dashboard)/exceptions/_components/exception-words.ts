import type { ExceptionState } from "@/lib/domain/lifecycle/exception";
import type { ControlCheck, ControlKind } from "@/lib/domain/policy/controls";

type Tone = "waiting" | "bad" | "good" | "quiet" | "unknown";

export const stateWords: Record<ExceptionState, { label: string; tone: Tone }> = {
  requested: { label: "Waiting for a decision", tone: "waiting" },
  approved: { label: "Approved, begins later", tone: "waiting" },
  active: { label: "In force", tone: "good" },
  expiring: { label: "Ends soon", tone: "waiting" },
  expired: { label: "Ended", tone: "quiet" },
  renewed: { label: "Renewed by another", tone: "quiet" },
  rejected: { label: "Rejected", tone: "bad" },
  withdrawn: { label: "Withdrawn", tone: "quiet" },
};

export const controlWords: Record<ControlKind, { label: string; about: string }> = {
  narrow_role: {
    label: "Narrow role",
    about: "It can do little: only read, or write only to what its grants name.",
  },
  monitoring: { label: "Monitoring", about: "Every sync reads when it was last used." },
  fast_revocation: {
    label: "Fast revocation",
    about: "Muster can switch it off at the provider within a minute.",
  },
  other: { label: "Another control", about: "Say which; the inventory cannot check it." },
};

export const checkWords: Record<ControlCheck["state"], { label: string; tone: Tone }> = {
  pass: { label: "Holds", tone: "good" },
  fail: { label: "Does not hold", tone: "bad" },
  unknown: { label: "Unknown", tone: "unknown" },
};

export const renewalText = (renewals: number): string =>
  renewals === 0 ? "Never" : renewals === 1 ? "Once" : `${renewals} times`;
