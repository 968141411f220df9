import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody } from "@/components/shell/page-header";
import { listMyItems } from "@/lib/use-cases/reviews/list-my-items";
import { listReviewPeople } from "@/lib/use-cases/reviews/list-people";
import { Deck } from "../../_components/deck";

export const metadata: Metadata = { title: "Your reviews" };

export default async function MyReviewsPage() {
  const ctx = await pageContext("review:decide");
  const [first, people] = await Promise.all([listMyItems(ctx, {}), listReviewPeople(ctx, {})]);
  return (
    <PageBody narrow>
      <Crumb label="Yours" />
      <Deck first={first} people={people} />
    </PageBody>
  );
}
