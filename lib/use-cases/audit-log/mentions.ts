import type { AuditLine } from "./audit-filter";
import type { TargetKey } from "./look-up-targets";

/** What the values under such a name in a detail are the ids of. */
const keptAs: readonly (readonly [RegExp, string])[] = [
  [/^to$|^onBehalfOf$|(?:owner|person|manager|backup|reviewer)(?:Id)?$/i, "person"],
  [/^(?:ids|identityIds?)$/, "identity"],
  [/^teamId$/, "team"],
  [/^campaignId$/, "review_campaign"],
  [/^sourceId$/, "source"],
];

/** What the details of entries mention by id, without what they are about. */
export const mentionsIn = (details: readonly AuditLine["detail"][]): TargetKey[] =>
  details.flatMap((detail) =>
    Object.entries(detail).flatMap(([key, value]) => {
      const type = keptAs.find(([name]) => name.test(key))?.[1];
      const ids = Array.isArray(value) ? value : [value];
      return type ? ids.flatMap((id) => (typeof id === "string" ? [{ type, id }] : [])) : [];
    }),
  );
