import { durationText } from "@/components/time/time-text";

interface Ended {
  state: string;
  startedAt: string | null;
  finishedAt: string | null;
  error: { message: string; todo: string } | null;
  outcome: Record<string, number>;
}

const words = ["created", "changed", "unchanged", "missing"] as const;
const underWay: Readonly<Record<string, string>> = {
  queued: "Not known yet",
  running: "Not known yet",
  waiting_for_person: "Waits for a decision",
};

/** What a run did, and why no more. */
export function outcomeText({ state, outcome, error }: Pick<Ended, "state" | "outcome" | "error">) {
  const parts = words
    .filter((word) => (outcome[word] ?? 0) > 0)
    .map((word) => `${(outcome[word] ?? 0).toLocaleString("en-GB")} ${word}`);
  if (error) return [...parts, `${error.message} ${error.todo}`].join(", ");
  return parts.join(", ") || underWay[state] || "Nothing changed";
}

/** How long a run took; one that was cancelled while it waited never began. */
export function tookText({ startedAt, finishedAt }: Pick<Ended, "startedAt" | "finishedAt">) {
  if (!finishedAt) return "Not ended";
  if (!startedAt) return "Never began";
  return durationText(Date.parse(finishedAt) - Date.parse(startedAt));
}
