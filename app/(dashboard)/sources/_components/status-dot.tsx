import shell from "@/components/shell/shell.module.css";

const states: Record<string, [dot: string, words: string]> = {
  never_synced: ["none", "Not read yet"],
  ok: ["fresh", "Up to date"],
  gaps: ["stale", "Read, with gaps"],
  partial: ["stale", "Read in part"],
  failed: ["failing", "Last attempt failed"],
  run_failed: ["failing", "Failed"],
  waiting_for_person: ["stale", "Waits for a decision"],
  queued: ["running", "Waiting for a worker"],
  running: ["running", "Reading now"],
  held: ["stale", "Waiting for the system"],
  succeeded: ["fresh", "Succeeded"],
  cancelled: ["none", "Cancelled"],
  pending: ["none", "Waiting"],
  complete: ["fresh", "Complete"],
  limited: ["fresh", "All that the provider tells"],
  incomplete: ["stale", "Incomplete"],
  denied: ["failing", "Permission missing"],
};

/** What a run does now; while it waits for the other side, that. */
export const runStatus = (run: { state: string; waiting: unknown }): string =>
  run.waiting && (run.state === "queued" || run.state === "running") ? "held" : run.state;

/** A state as a dot and a word. */
export function StatusDot({ status }: { status: string }) {
  const [dot, words] = states[status] ?? ["none", status];
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: 7 }}>
      <span className={shell.dot} data-state={dot} aria-hidden="true" />
      {words}
    </span>
  );
}
