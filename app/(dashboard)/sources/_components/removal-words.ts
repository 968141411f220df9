import { counted } from "@/lib/domain/counted";

/** What a run did not find any more: whole identities, and what hangs on those that stay. */
export function heldText(identities: number, entries: number): string {
  const parts = [
    ...(identities > 0 ? [counted(identities, "identity", "identities")] : []),
    ...(entries > 0
      ? [
          counted(
            entries,
            "credential, grant or trust of an identity that stays",
            "credentials, grants or trusts of identities that stay",
          ),
        ]
      : []),
  ];
  return `${parts.join(" and ")} ${identities + entries === 1 ? "was" : "were"} not found any more`;
}
