import { PlainTable } from "@/components/plain-table/plain-table";
import { Notice } from "@/components/states/notice";
import { TimeAgo } from "@/components/time/time-ago";
import { Section } from "./section";

interface WorkerItem {
  id: string;
  lastSeenAt: string;
  alive: boolean;
}
interface QueueItem {
  name: string;
  waiting: number;
  running: number;
  failed: number;
}

export function WorkerTable({ items }: { items: WorkerItem[] }) {
  const alive = items.filter((item) => item.alive).length;
  return (
    <Section title="Workers">
      {alive === 0 ? (
        <Notice kind="warning" title="No worker has answered for a minute">
          Syncs wait until one runs. Start it with npm run worker.
        </Notice>
      ) : null}
      <PlainTable label="Workers" columns={["Worker", "State", "Last seen"]}>
        {items.map((item) => (
          <tr key={item.id}>
            <td>{item.id}</td>
            <td>{item.alive ? "Working" : "Not answering"}</td>
            <td>
              <TimeAgo at={item.lastSeenAt} />
            </td>
          </tr>
        ))}
      </PlainTable>
    </Section>
  );
}

export function QueueTable({ items }: { items: QueueItem[] }) {
  const number = (label: string) => ({ label, number: true as const });
  return (
    <Section title="Queues">
      <PlainTable
        label="Queues"
        columns={["Queue", number("Waiting"), number("Under way"), number("Given up")]}
      >
        {items.map((item) => (
          <tr key={item.name}>
            <td>{item.name}</td>
            <td data-number>{item.waiting}</td>
            <td data-number>{item.running}</td>
            <td data-number>{item.failed}</td>
          </tr>
        ))}
      </PlainTable>
    </Section>
  );
}
