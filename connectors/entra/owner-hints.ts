import type { OwnerHintRecord } from "@/lib/domain/inventory/source-record";
import type { DirectoryObject } from "./schemas";

/** Software that owns software answers for nothing: only people and groups are candidates. */
const mayAnswer = ({ "@odata.type": type }: DirectoryObject): boolean =>
  !type || !/servicePrincipal|application|agentIdentity/i.test(type);

/** The address where somebody can be asked; the sign-in name where there is none, as for guests. */
export const candidateOf = (owner: DirectoryObject): string | null =>
  owner.mail?.trim() || owner.userPrincipalName?.trim() || owner.displayName?.trim() || null;

/** True for somebody of whom Graph gives the id and nothing else. */
export const isWithheld = (owner: DirectoryObject): boolean =>
  mayAnswer(owner) && candidateOf(owner) === null;

/**
 * Hints of those who are set as owners or sponsors. `role` says as what, in words that the candidate
 * is shown with.
 */
export function ownerHints(
  identityExternalId: string,
  role: string,
  owners: readonly DirectoryObject[],
): OwnerHintRecord[] {
  return owners.filter(mayAnswer).flatMap((owner): OwnerHintRecord[] => {
    const candidate = candidateOf(owner);
    if (candidate === null) return [];
    const hasLeft = owner.accountEnabled === false;
    return [
      {
        type: "owner_hint",
        identityExternalId,
        method: hasLeft ? "disabled_owner" : "explicit_owner",
        candidate: candidate.slice(0, 320),
        evidence: hasLeft ? `${role}; the account is disabled there` : role,
      },
    ];
  });
}
