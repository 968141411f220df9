import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { pageContext } from "@/app/_http/request-context";
import { DomainError } from "@/lib/domain/errors";
import { reachOf } from "@/lib/use-cases/context";
import { getCoverage } from "@/lib/use-cases/identities/get-coverage";
import { listFacets } from "@/lib/use-cases/identities/list-facets";
import { listIdentities } from "@/lib/use-cases/identities/list-identities";
import { listViews } from "@/lib/use-cases/views/list-views";
import { Inventory, type InventoryProps } from "../_components/inventory";
import { loadInventoryParams } from "../search-params";

export const metadata: Metadata = { title: "Identities" };

type Ctx = Awaited<ReturnType<typeof pageContext>>;
type Search = Awaited<ReturnType<typeof loadInventoryParams>>;

/** A filter that cannot be read is shown as such over the whole list, not as a failed page. */
async function firstRows(ctx: Ctx, { q, sort, dir }: Search): Promise<InventoryProps["first"]> {
  try {
    const [page, facets] = await Promise.all([
      listIdentities(ctx, { q, sort, dir }),
      listFacets(ctx, { q }),
    ]);
    return { page, facets, error: null };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "invalid_input") throw error;
    const facets = await listFacets(ctx, { q: "" });
    return { page: { items: [], complete: true, nextCursor: null }, facets, error: error.message };
  }
}

export default async function IdentitiesPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext("identity:read");
  const search = await searchParams;
  const { items: views } = await listViews(ctx, {});
  const usual = views.find((view) => view.isDefault && view.query !== "");
  if (usual && Object.keys(search).length === 0) redirect(`/identities?${usual.query}`);
  const params = await loadInventoryParams(searchParams);
  const [first, coverage] = await Promise.all([firstRows(ctx, params), getCoverage(ctx, {})]);
  const may = {
    assign: reachOf(ctx, "identity:assign-owner") === "all",
    label: reachOf(ctx, "identity:label") === "all",
    classify: reachOf(ctx, "identity:classify") === "all",
    offboard: reachOf(ctx, "offboarding:request") !== "none",
    export: reachOf(ctx, "identity:export") === "all",
    review: reachOf(ctx, "review:run") === "all",
    share: reachOf(ctx, "view:share") === "all",
    sources: reachOf(ctx, "source:read") === "all",
    connect: reachOf(ctx, "source:add") === "all",
    sample: reachOf(ctx, "source:sample") === "all",
    ownOnly: reachOf(ctx, "identity:read") === "own",
  };
  return <Inventory first={first} views={views} coverage={coverage} may={may} />;
}
