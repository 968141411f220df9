import type { OwnerHintRecord } from "@/lib/domain/inventory/source-record";
import type { OwnerHintMethod } from "@/lib/domain/access/access";
import { writtenOwner } from "../written-owner";
import { clean } from "./text";

const ownerKeys =
  /^(owner|owners|owner[-_. ]?e?mail|team|contact|contact[-_. ]?e?mail|maintainer|responsible|app[-_. ]?owner|service[-_. ]?owner|squad)$/i;
const creatorKeys = /^(created[-_. ]?by|creator|aws:createdby)$/i;
const iacKeys =
  /^(aws:cloudformation:stack-name|terraform|terraform[-_. ]?(module|workspace)|managed[-_. ]?by)$/i;

/** Who may own an identity, by its tags and by a line `Owner=` of its description. */
export function ownerHints(
  identityExternalId: string,
  tags: Record<string, string>,
  description?: string,
): OwnerHintRecord[] {
  const hints = Object.entries(tags).flatMap(([key, value]) => {
    const method = methodOf(key);
    const candidate = value.trim();
    return method === null || candidate === "" || /^(true|false)$/i.test(candidate)
      ? []
      : [hint(identityExternalId, method, candidate, `Tag ${key}`)];
  });
  const written = writtenOwner(description);
  if (written) hints.push(hint(identityExternalId, "tag", written, "Description"));
  const seen = new Map(hints.map((one) => [`${one.method} ${one.candidate}`, one]));
  return [...seen.values()].slice(0, 10);
}

const methodOf = (key: string): OwnerHintMethod | null => {
  if (ownerKeys.test(key)) return "tag";
  if (creatorKeys.test(key)) return "creator";
  return iacKeys.test(key) ? "iac" : null;
};

const hint = (
  identityExternalId: string,
  method: OwnerHintMethod,
  candidate: string,
  evidence: string,
): OwnerHintRecord => ({
  type: "owner_hint",
  identityExternalId,
  method,
  candidate: clean(candidate, 320),
  evidence: clean(evidence, 500),
});
