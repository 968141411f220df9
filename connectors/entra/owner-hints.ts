import type { OwnerHintRecord } from "@/lib/domain/inventory/source-record";
import type { DirectoryObject } from "./schemas";

/** Software that owns software answers for nothing: only people and groups are candidates. */
const mayAnswer = ({ "@odata.type": type }: DirectoryObject): boolean =>
  !type || !/servicePrincipal|application|agentIdentity/i.test(type);

const isPerson = ({ "@odata.type": type }: DirectoryObject): boolean =>
  !type || type.endsWith(".user");

/** The address where somebody can be asked; the sign-in name where there is none, as for guests. */
const addressOf = (owner: DirectoryObject): string | undefined =>
  owner.mail?.trim() || owner.userPrincipalName?.trim() || undefined;

/** What Graph keeps back of people without the right to read them: everybody has a sign-in name. */
export function isWithheld(owner: DirectoryObject): boolean {
  if (!mayAnswer(owner) || addressOf(owner) !== undefined) return false;
  return isPerson(owner) || !owner.displayName?.trim();
}

function hintOf(
  owner: DirectoryObject,
  role: string,
): Pick<OwnerHintRecord, "method" | "candidate" | "evidence"> {
  const known = addressOf(owner) ?? owner.displayName?.trim();
  const unknown = [
    ...(known ? [] : ["name"]),
    "address and whether the account is enabled are unknown: reading them needs User.Read.All",
  ];
  const evidence = isWithheld(owner) ? `${role}; ${unknown.join(", ")}` : role;
  if (!known) {
    return { method: "unnamed_owner", candidate: `Unknown name (${owner.id})`, evidence };
  }
  return owner.accountEnabled === false
    ? {
        method: "disabled_owner",
        candidate: known,
        evidence: `${role}; the account is disabled there`,
      }
    : { method: "explicit_owner", candidate: known, evidence };
}

/**
 * Hints of those who are set as owners or sponsors. `role` says as what, in words that the candidate
 * is shown with.
 */
export const ownerHints = (
  identityExternalId: string,
  role: string,
  owners: readonly DirectoryObject[],
): OwnerHintRecord[] =>
  owners.filter(mayAnswer).map((owner) => {
    const { candidate, ...hint } = hintOf(owner, role);
    return {
      type: "owner_hint",
      identityExternalId,
      candidate: candidate.slice(0, 320),
      ...hint,
    };
  });
