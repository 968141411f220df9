import type { Subject } from "../subject";
import { verdict, type Verdict } from "../verdict";

const nobody = verdict(1, "Nobody owns it");
const left = verdict(0.9, "Its owner is no longer active");
const leftInferred = verdict(0.95, "Its likely owner is no longer active");
const sharedInbox = verdict(0.4, "Its owner is a shared inbox, not a person");
const inferred = verdict(0.5, "Its owner is inferred, nobody has confirmed it");
const inferredInbox = verdict(0.6, "Its likely owner is a shared inbox, not a person");
const fine = verdict(0, "A person owns it");

/** OWASP NHI1: without a person who answers for it, nothing is ever rotated or removed. */
export function ownerFactor({ owner }: Subject): Verdict {
  if (owner.state === "none") return nobody;
  if (owner.state === "inferred") {
    if (!owner.active) return leftInferred;
    return owner.sharedInbox ? inferredInbox : inferred;
  }
  if (!owner.active) return left;
  return owner.sharedInbox ? sharedInbox : fine;
}
