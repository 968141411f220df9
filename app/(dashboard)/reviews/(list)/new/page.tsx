import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { listReviewPeople } from "@/lib/use-cases/reviews/list-people";
import { listViews } from "@/lib/use-cases/views/list-views";
import { NewReview } from "../../_components/new-review";

export const metadata: Metadata = { title: "Start a review" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NewReviewPage({ searchParams }: PageProps) {
  const ctx = await pageContext("review:run");
  const { q } = await searchParams;
  const [people, views] = await Promise.all([listReviewPeople(ctx, {}), listViews(ctx, {})]);
  return (
    <PageBody narrow>
      <Crumb label="Start" />
      <PageHeader
        title="Start a review"
        sentence="Its scope is frozen when you start it: what matches later is not asked."
      />
      <NewReview
        q={typeof q === "string" ? q : ""}
        people={people}
        views={views.items.map(({ id, name, query }) => ({
          id,
          name,
          q: new URLSearchParams(query).get("q") ?? "",
        }))}
      />
    </PageBody>
  );
}
