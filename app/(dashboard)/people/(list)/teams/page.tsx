import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { reachOf } from "@/lib/use-cases/context";
import { listTeams } from "@/lib/use-cases/teams/list-teams";
import { PeopleTabs } from "../../_components/people-tabs";
import { TeamButton } from "../../_components/team-form";
import { TeamTable } from "../../_components/team-table";

export const metadata: Metadata = { title: "Teams" };

export default async function TeamsPage() {
  const ctx = await pageContext("person:read");
  const { items } = await listTeams(ctx, {});
  const mayChange = reachOf(ctx, "team:change") === "all";
  return (
    <PageBody>
      <PageHeader
        title="Teams"
        sentence="Who answers together. A team's manager reviews what its people do not decide."
        actions={mayChange ? <TeamButton label="Add team" /> : null}
      />
      <PeopleTabs ctx={ctx} at="/people/teams" />
      <TeamTable items={items} mayChange={mayChange} />
    </PageBody>
  );
}
