import { Notice } from "@/components/states/notice";
import type { HealthReport } from "@/lib/use-cases/settings/get-health-report";

const leastFreeShare = 0.05;

/** What needs somebody now; nothing when all is well. */
export function HealthNotices({ report }: { report: HealthReport }) {
  const { workers, queues, disk, node } = report;
  const failed = queues.reduce((sum, queue) => sum + queue.failed, 0);
  const isFull = disk !== null && disk.freeBytes < disk.totalBytes * leastFreeShare;
  const isWell = workers.some((worker) => worker.alive) && failed === 0 && !isFull;
  return (
    <>
      {isWell ? <Notice kind="good" title="Muster is working" /> : null}
      {workers.some((worker) => worker.alive) ? null : (
        <Notice kind="error" title="No worker has answered for a minute">
          Syncs and scoring wait until one runs; nothing is lost. Start it with npm run worker.
        </Notice>
      )}
      {failed > 0 ? (
        <Notice
          kind="warning"
          title={failed === 1 ? "One job was given up" : `${failed} jobs were given up`}
        >
          They were tried several times. The worker&apos;s log says why; what they would have done
          is done by the next sync or the next day&apos;s run.
        </Notice>
      ) : null}
      {isFull ? (
        <Notice kind="error" title="The disk of the data folder is nearly full">
          Less than 5 % is free. When it is full, PostgreSQL stops writing and syncs fail.
        </Notice>
      ) : null}
      {node.supported === false ? (
        <Notice kind="warning" title={`Node ${node.version} gets no more security fixes`}>
          Install a newer version of Muster, which brings a newer Node with it.
        </Notice>
      ) : null}
    </>
  );
}
