import type { PrivilegeVerdict } from "../../identity/identity";
import { unknownReasonText } from "../../evidence";
import type { Subject } from "../subject";
import { undecided, verdict, type Verdict } from "../verdict";

const shares: Record<PrivilegeVerdict["level"], number> = {
  none: 0,
  read: 0.15,
  write: 0.45,
  high: 0.75,
  admin: 1,
};

const words: Record<PrivilegeVerdict["level"], string> = {
  none: "No access found",
  read: "Read access",
  write: "Write access",
  high: "High privilege",
  admin: "Administrator access",
};

/** OWASP NHI5: what a thief of its credential could do. */
export function scopeFactor({ facts: { privilege } }: Subject): Verdict {
  if (privilege.state === "unknown")
    return undecided(
      `Its privileges are unknown: ${privilege.detail ?? unknownReasonText[privilege.reason]}`,
    );
  const { level, reasons } = privilege.value;
  const because = reasons[0] === undefined ? words[level] : `${words[level]}: ${reasons[0]}`;
  return verdict(shares[level], because, privilege);
}
