import { Stack } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageHeader } from "@/components/shell/page-header";
import { getHealthReport } from "@/lib/use-cases/settings/get-health-report";
import { FactRows } from "../_components/fact-rows";
import { QueueTable, WorkerTable } from "../_components/health-tables";

export const metadata: Metadata = { title: "Health" };

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
const fixes = { true: "gets security fixes", false: "gets no more security fixes" } as const;

export default async function HealthPage() {
  const ctx = await pageContext("health:read");
  const { database, node, disk, workers, queues } = await getHealthReport(ctx, {});
  const support =
    node.supported === null
      ? "Unknown whether it gets security fixes"
      : `${fixes[`${node.supported}`]}, until ${node.fixesUntil}`;
  return (
    <>
      <PageHeader title="Health" sentence="The same figures are at /metrics for Prometheus." />
      <Stack gap="xl">
        <FactRows
          label="Server"
          rows={[
            ["Database", `PostgreSQL ${database.version}, answers in ${database.latencyMs} ms`],
            ["Database size", gigabytes(database.bytes)],
            ["Node", `${node.version}: ${support}`],
            [
              "Disk of the data folder",
              disk
                ? `${gigabytes(disk.freeBytes)} free of ${gigabytes(disk.totalBytes)}`
                : "Unknown: the data folder is not on this machine",
            ],
          ]}
        />
        <WorkerTable items={workers} />
        <QueueTable items={queues} />
      </Stack>
    </>
  );
}
