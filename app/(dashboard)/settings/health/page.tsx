import { Stack } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageHeader } from "@/components/shell/page-header";
import { reachOf } from "@/lib/use-cases/context";
import { getHealthReport } from "@/lib/use-cases/settings/get-health-report";
import { listKeys } from "@/lib/use-cases/settings/list-keys";
import { HealthFacts } from "../_components/health-facts";
import { HealthNotices } from "../_components/health-notices";
import { QueueTable, WorkerTable } from "../_components/health-tables";

export const metadata: Metadata = { title: "Health" };

export default async function HealthPage() {
  const ctx = await pageContext("health:read");
  const report = await getHealthReport(ctx, {});
  const keys = reachOf(ctx, "setting:read") === "all" ? (await listKeys(ctx, {})).items : [];
  return (
    <>
      <PageHeader
        title="Health"
        sentence="What an operator looks at first. The same figures are at /metrics for Prometheus."
      />
      <Stack gap="xl">
        <HealthNotices report={report} />
        <HealthFacts report={report} keys={keys} />
        <WorkerTable items={report.workers} />
        <QueueTable items={report.queues} />
      </Stack>
    </>
  );
}
