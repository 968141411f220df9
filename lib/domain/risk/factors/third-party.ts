import type { PrivilegeLevel } from "../../identity/identity";
import type { Subject } from "../subject";
import { verdict, type Verdict } from "../verdict";

const ours = verdict(0, "No outside company is behind it");
/** Unknown privilege counts like none: what is unknown must not add points. */
const shares: Record<PrivilegeLevel, number> = {
  unknown: 0.3,
  none: 0.3,
  read: 0.4,
  write: 0.7,
  high: 1,
  admin: 1,
};

/** OWASP NHI3: an outside company's breach becomes ours, as far as its access goes. */
export function thirdPartyFactor(subject: Subject): Verdict {
  const { vendor, identityClass, facts, trusts } = subject;
  const level = facts.privilege.state === "known" ? facts.privilege.value.level : "unknown";
  if (vendor !== null) return verdict(shares[level], `${vendor} runs it`);
  if (identityClass === "third_party") return verdict(shares[level], "An outside company runs it");
  for (const trust of trusts)
    if (trust.principalKind === "external_account" || trust.principalKind === "anyone")
      return verdict(shares[level], `Principal ${trust.principal} of another company can use it`);
  return ours;
}
