import { Button } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import type { Metadata } from "next";
import { LocalLink as Link } from "@/components/shell/local-link";
import { redirect } from "next/navigation";
import { pageContext } from "@/app/_http/request-context";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { reachOf } from "@/lib/use-cases/context";
import { getOverview } from "@/lib/use-cases/overview/get-overview";
import { Charts } from "./_components/overview/charts";
import { CoverageTable } from "./_components/overview/coverage-table";
import { FigureRow } from "./_components/overview/figure-row";
import { FirstSteps } from "./_components/overview/first-steps";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  const ctx = await pageContext("self:read");
  if (reachOf(ctx, "overview:read") === "none") redirect("/identities");
  const overview = await getOverview(ctx, {});
  if (overview.coverage.length === 0) {
    return (
      <PageBody>
        <EmptyState
          icon={<IconPlugConnected size={22} />}
          title="Nothing to show yet"
          sentence="Connect a system, drop an AWS export, or explore a sample organisation first."
          action={
            <Button component={Link} href="/sources">
              Go to sources
            </Button>
          }
        />
      </PageBody>
    );
  }
  return (
    <PageBody>
      <PageHeader
        title="Overview"
        sentence="What exists, how risky it is, and what to do first. Every figure opens the list behind it."
      />
      <FigureRow figures={overview.figures} />
      <FirstSteps figures={overview.figures} coverage={overview.coverage} />
      <Charts slices={overview.slices} days={overview.days} />
      <CoverageTable coverage={overview.coverage} />
    </PageBody>
  );
}
