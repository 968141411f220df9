import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { reachOf } from "@/lib/use-cases/context";
import { listSources } from "@/lib/use-cases/sources/list-sources";
import { FollowRuns } from "@/components/states/follow-runs";
import { RemovalNotes } from "../_components/removal-notes";
import { SourceButtons } from "../_components/source-buttons";
import { SourceTable } from "../_components/source-table";

export const metadata: Metadata = { title: "Sources" };

export default async function SourcesPage() {
  const ctx = await pageContext("source:read");
  const { items, removing } = await listSources(ctx, {});
  const buttons = (
    <SourceButtons
      canAdd={reachOf(ctx, "source:add") === "all"}
      canSample={reachOf(ctx, "source:sample") === "all"}
      hasSample={items.some((source) => source.isSample)}
    />
  );
  return (
    <PageBody>
      <PageHeader
        title="Sources"
        sentence="The systems that Muster reads, how fresh the reading is and what it cannot see."
        actions={items.length > 0 ? buttons : null}
      />
      <FollowRuns live={removing.length > 0 || items.some((source) => source.run !== null)} />
      <RemovalNotes items={removing} />
      <SourceTable items={items} buttons={buttons} />
    </PageBody>
  );
}
