import { Stack } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageHeader } from "@/components/shell/page-header";
import { personIdOf, reachOf } from "@/lib/use-cases/context";
import { listInvitations, listPeople } from "@/lib/use-cases/people/list-people";
import { InvitationList } from "../_components/invitation-list";
import { InviteButton } from "../_components/invite-button";
import { PeopleTable } from "../_components/people-table";

export const metadata: Metadata = { title: "People" };

interface PageProps {
  searchParams: Promise<{ cursor?: string | string[] }>;
}

export default async function PeoplePage({ searchParams }: PageProps) {
  const ctx = await pageContext("person:read");
  const { cursor } = await searchParams;
  const mayChange = reachOf(ctx, "person:invite") === "all";
  const people = await listPeople(ctx, typeof cursor === "string" ? { cursor } : {});
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
        <PeopleTable {...people} mayChange={mayChange} ownId={personIdOf(ctx) ?? ""} />
      </Stack>
    </>
  );
}
