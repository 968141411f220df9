import { Button, Group, Stack } from "@mantine/core";
import { IconListNumbers, IconPlugConnected } from "@tabler/icons-react";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { LocalLink as Link } from "@/components/shell/local-link";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { wholeListHref } from "@/components/nhi/list-href";
import { FollowRuns } from "@/components/states/follow-runs";
import { Notice } from "@/components/states/notice";
import { EmptyState } from "@/components/states/empty-state";
import { getOverview, type Overview } from "@/lib/use-cases/overview/get-overview";
import { Charts } from "./_components/charts";
import { CoverageTable } from "./_components/coverage-table";
import { FigureRow } from "./_components/figure-row";
import { FigureStrip } from "./_components/figure-strip";
import { FirstSteps } from "./_components/first-steps";
import { Trend } from "./_components/trend";
import classes from "./_components/overview.module.css";

export const metadata: Metadata = { title: "Overview" };

const empty = (
  <EmptyState
    icon={<IconPlugConnected size={22} />}
    title="Nothing to show yet"
    sentence="Connect a system or AWS export files, or explore a sample organisation first. The first reading takes a minute."
    action={
      <Group gap="sm" justify="center">
        <Button component={Link} href="/sources/new">
          Connect a source
        </Button>
        <Button component={Link} href="/sources" variant="default">
          Go to sources
        </Button>
      </Group>
    }
  />
);

const follow = "Figures and charts follow as soon as all are read and scored.";

const uncounted = (
  <EmptyState
    icon={<IconListNumbers size={22} />}
    title="Nothing is counted yet"
    sentence={`The identities read so far are listed already. ${follow}`}
    action={
      <Button component={Link} href={wholeListHref}>
        Show identities
      </Button>
    }
  />
);

const newSource = (
  <Notice kind="info" title="A source is read for the first time">
    Its identities are listed already. {follow}
  </Notice>
);

/** What there is to show: nothing, what is read for the first time, or figures and charts. */
function Body({ overview }: { overview: Overview }) {
  const { figures, coverage, slices, days, secretAges, rotation, lacksNew } = overview;
  if (coverage.length === 0) return empty;
  if (lacksNew && figures.identities.now === 0)
    return (
      <Stack gap="lg">
        {uncounted}
        <CoverageTable coverage={coverage} />
      </Stack>
    );
  return (
    <>
      {lacksNew ? newSource : null}
      <FigureRow figures={figures} today={overview.at} />
      <FigureStrip figures={figures} coverage={coverage} />
      <div className={classes.lead}>
        <Trend days={days} sampleSince={coverage.find((one) => one.isSample)?.since ?? null} />
        <FirstSteps figures={figures} coverage={coverage} />
      </div>
      <Charts slices={slices} secretAges={secretAges} rotation={rotation} />
      <CoverageTable coverage={coverage} />
    </>
  );
}

export default async function OverviewPage() {
  const ctx = await pageContext("self:read");
  const overview = await getOverview(ctx, {});
  return (
    <PageBody>
      <PageHeader
        title="Overview"
        sentence="What exists, how risky it is, and what to do first. Every figure opens the list behind it."
      />
      {overview.lacksNew ? <FollowRuns live /> : null}
      <Body overview={overview} />
    </PageBody>
  );
}
