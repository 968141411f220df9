import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { Metadata } from "next";
import type { SearchParams } from "@/app/_http/address-conditions";
import { pageContext } from "@/app/_http/request-context";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { IgnoredNotice } from "@/components/states/ignored-notice";
import { getCheckpointState } from "@/lib/use-cases/checkpoints/list-checkpoints";
import { listAuditEvents } from "@/lib/use-cases/audit-log/list-audit-events";
import { nameTargets } from "@/lib/use-cases/audit-log/name-targets";
import { targetTypes } from "@/lib/use-cases/audit-log/target-tables";
import { ExportRange } from "../evidence/_components/export-range";
import { AuditFilters } from "./_components/audit-filters";
import { AuditTable } from "./_components/audit-table";
import { CheckpointLine } from "./_components/checkpoint-line";
import { VerifyButton } from "./_components/verify-button";
import { auditHref, readParams } from "./search-params";

export const metadata: Metadata = { title: "Audit log" };

interface PageProps {
  searchParams: Promise<SearchParams>;
}

export default async function AuditLogPage({ searchParams }: PageProps) {
  const ctx = await pageContext("audit:read");
  const { params, ignored } = readParams(await searchParams);
  const { cursor: _cursor, ...filter } = params;
  const list = await listAuditEvents(ctx, params);
  const names = await nameTargets(ctx, list.items);
  return (
    <PageBody>
      <PageHeader
        title="Audit log"
        sentence="Every change and every refused attempt, each sealed to the one before it."
        actions={
          <>
            <Button
              component="a"
              href={auditHref(filter, "/api/v1/audit-events/export")}
              variant="default"
              leftSection={<IconDownload size={16} />}
            >
              Export CSV
            </Button>
            <ExportRange from={filter.from ?? ""} to={filter.to ?? ""} />
            <VerifyButton />
          </>
        }
      />
      <CheckpointLine state={await getCheckpointState(ctx, {})} />
      <AuditFilters params={filter} targetTypes={targetTypes} />
      <IgnoredNotice names={ignored} />
      <AuditTable {...list} names={names} params={params} />
    </PageBody>
  );
}
