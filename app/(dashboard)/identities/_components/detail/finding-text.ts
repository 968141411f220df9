import { exactTime } from "@/components/time/time-text";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";

type Finding = IdentityDetail["findings"][number];

/** `2 open, 1 excepted, 12 resolved`: what there is, not what is shown. */
export function findingsNote(counts: IdentityDetail["findingCounts"]): string {
  const rest = (["excepted", "resolved"] as const).flatMap((state) =>
    counts[state] > 0 ? [`${counts[state].toLocaleString("en")} ${state}`] : [],
  );
  return [`${counts.open.toLocaleString("en")} open`, ...rest].join(", ");
}

/** Since when it is as it is; an exception ends by itself, so its end matters more. */
export function stateText({
  state,
  firstSeenAt,
  resolvedAt,
  exception,
}: Pick<Finding, "state" | "firstSeenAt" | "resolvedAt" | "exception">): string {
  if (state === "resolved") return resolvedAt ? `Resolved ${exactTime(resolvedAt)}` : "Resolved";
  if (state === "open") return `Open since ${exactTime(firstSeenAt)}`;
  return exception ? `Excepted until ${exactTime(exception.endsAt)}` : "Excepted";
}

/** Its page, with the list that holds it behind. */
export function hrefOf({ id, ruleId, state }: Pick<Finding, "id" | "ruleId" | "state">): string {
  const query = new URLSearchParams({ rule: ruleId });
  if (state !== "open") query.set("state", state);
  query.set("finding", id);
  return `/findings?${query}`;
}
