import { PlainTable } from "@/components/plain-table/plain-table";
import { TimeAgo } from "@/components/time/time-ago";
import type { HealthReport } from "@/lib/use-cases/settings/get-health-report";
import { Section } from "./section";

const jobWords: Record<string, string> = {
  "sync-source": "Read a source",
  "score-identities": "Score identities and run the rules",
  "write-snapshot": "Write the day's figures",
  "start-due-syncs": "Start what is scheduled",
  "remove-source": "Delete what a removed source held",
  "advance-exceptions": "End exceptions and remind of them",
  "advance-offboarding": "Advance offboarding cases",
  "advance-reviews": "Advance reviews and ask reviewers",
  "deliver-notices": "Deliver notices",
  "make-evidence-pack": "Make an evidence pack",
  "sweep-evidence": "Delete evidence packs that have ended",
  "sync-tickets": "Read and write tickets",
  "write-checkpoint": "Sign the head of the audit log",
  "sweep-sessions": "Forget ended sessions",
};

export function WorkerTable({ items }: { items: HealthReport["workers"] }) {
  if (items.length === 0) return null;
  return (
    <Section title="Workers">
      <PlainTable label="Workers" columns={["Worker", "State", "Started", "Last seen"]}>
        {items.map((item) => (
          <tr key={item.id}>
            <td>{item.id}</td>
            <td>{item.alive ? "Working" : "Not answering"}</td>
            <td>
              <TimeAgo at={item.startedAt} />
            </td>
            <td>
              <TimeAgo at={item.lastSeenAt} />
            </td>
          </tr>
        ))}
      </PlainTable>
    </Section>
  );
}

export function QueueTable({ items }: { items: HealthReport["queues"] }) {
  const number = (label: string) => ({ label, number: true as const });
  return (
    <Section title="Queue">
      <PlainTable
        label="Queue"
        columns={["Job", number("Waiting"), number("Under way"), number("Given up")]}
      >
        {items.map((item) => (
          <tr key={item.name}>
            <td>{jobWords[item.name] ?? item.name}</td>
            <td data-number>{item.waiting}</td>
            <td data-number>{item.running}</td>
            <td data-number>{item.failed}</td>
          </tr>
        ))}
      </PlainTable>
    </Section>
  );
}
