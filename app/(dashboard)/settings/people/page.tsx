import { Stack } from "@mantine/core";
import type { Metadata } from "next";
import { readConditions, type SearchParams } from "@/app/_http/address-conditions";
import { pageContext } from "@/app/_http/request-context";
import { PageHeader } from "@/components/shell/page-header";
import { FilterBar, FilterText } from "@/components/states/filter-bar";
import { IgnoredNotice } from "@/components/states/ignored-notice";
import { personIdOf, reachOf } from "@/lib/use-cases/context";
import { listInvitations, listPeople } from "@/lib/use-cases/people/list-people";
import { InvitationList } from "../_components/invitation-list";
import { InviteButton } from "../_components/invite-button";
import { PeopleTable } from "../_components/people-table";

export const metadata: Metadata = { title: "People" };

interface PageProps {
  searchParams: Promise<SearchParams>;
}

export default async function PeoplePage({ searchParams }: PageProps) {
  const ctx = await pageContext("person:read");
  const { params, ignored } = readConditions(listPeople.input.shape, await searchParams);
  const { text = "" } = params;
  const mayChange = reachOf(ctx, "person:invite") === "all";
  const people = await listPeople(ctx, params);
  const invitations = mayChange ? await listInvitations(ctx, {}) : { items: [] };
  return (
    <>
      <PageHeader
        title="People"
        sentence="Who can sign in, and what they may do. A change counts from their next request on."
        actions={mayChange ? <InviteButton /> : null}
      />
      <Stack gap="xl">
        {invitations.items.length > 0 ? <InvitationList items={invitations.items} /> : null}
        <div>
          <FilterBar
            label="Find people"
            action="/settings/people"
            clearHref={text ? "/settings/people" : null}
            typed
          >
            <FilterText name="text" label="Name or address" value={text} />
          </FilterBar>
          <IgnoredNotice names={ignored} />
          <PeopleTable
            {...people}
            text={text}
            isLater={params.cursor !== undefined}
            mayChange={mayChange}
            ownId={personIdOf(ctx) ?? ""}
          />
        </div>
      </Stack>
    </>
  );
}
