import { Button } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { LinkTabs } from "@/components/shell/link-tabs";
import { LocalLink as Link } from "@/components/shell/local-link";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { reachOf } from "@/lib/use-cases/context";
import { listCampaigns } from "@/lib/use-cases/reviews/list-campaigns";
import { listMyItems } from "@/lib/use-cases/reviews/list-my-items";
import { listSeries } from "@/lib/use-cases/reviews/series";
import { listTasks } from "@/lib/use-cases/reviews/tasks";
import { CampaignTable } from "../_components/campaign-table";
import { NeedsYou } from "../_components/needs-you";
import { SeriesTable } from "../_components/series-table";
import { TaskList } from "../_components/task-list";

export const metadata: Metadata = { title: "Reviews" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}
const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const hrefOf = (view: string): string => (view === "open" ? "/reviews" : `/reviews?view=${view}`);
const tabs = ["Open", "Ended", "Tasks", "Repeating"].map((label) => ({
  href: hrefOf(label.toLowerCase()),
  label,
}));

export default async function ReviewsPage({ searchParams }: PageProps) {
  const ctx = await pageContext("review:read");
  const search = await searchParams;
  const view =
    (["ended", "tasks", "repeating"] as const).find((name) => name === one(search.view)) ?? "open";
  const cursor = one(search.cursor);
  const mayDecide = reachOf(ctx, "review:decide") !== "none";
  const mine = mayDecide ? (await listMyItems(ctx, { limit: 1 })).total : 0;
  const mayRun = reachOf(ctx, "review:run") === "all";
  return (
    <PageBody>
      <PageHeader
        title="Reviews"
        sentence="Every credential is kept by somebody who says why, or it goes."
        actions={
          mayRun ? (
            <Button component={Link} href="/reviews/new">
              Start a review
            </Button>
          ) : null
        }
      />
      {mayDecide ? <NeedsYou count={mine} /> : null}
      <LinkTabs label="Views" tabs={tabs} current={hrefOf(view)} />
      {view === "tasks" ? (
        <TaskList list={await listTasks(ctx, { cursor })} mayFinish={mayDecide} />
      ) : null}
      {view === "repeating" ? (
        <SeriesTable items={(await listSeries(ctx, {})).items} mayRun={mayRun} />
      ) : null}
      {view === "open" || view === "ended" ? (
        <CampaignTable view={view} list={await listCampaigns(ctx, { view, cursor })} />
      ) : null}
    </PageBody>
  );
}
