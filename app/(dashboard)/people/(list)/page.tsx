import { Anchor, Button, Group } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { LocalLink as Link } from "@/components/shell/local-link";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { FilterBar, FilterText } from "@/components/states/filter-bar";
import { personIdOf, reachOf } from "@/lib/use-cases/context";
import { listDirectory } from "@/lib/use-cases/people/list-directory";
import { DirectoryTable } from "../_components/directory-table";
import { PeopleTabs } from "../_components/people-tabs";

export const metadata: Metadata = { title: "People" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}
const one = (value: string | string[] | undefined): string =>
  typeof value === "string" ? value : "";

export default async function PeoplePage({ searchParams }: PageProps) {
  const ctx = await pageContext("person:read");
  const search = await searchParams;
  const text = one(search.text);
  const people = await listDirectory(ctx, { text, cursor: one(search.cursor) || undefined });
  const mayImport = reachOf(ctx, "person:import") === "all";
  return (
    <PageBody>
      <PageHeader
        title="People"
        sentence="Who can own identities: people who signed in, a file brought, or your directory sends."
        actions={
          mayImport ? (
            <Group gap="sm">
              <Button component={Link} href="/settings/people" variant="default">
                Invite and change access
              </Button>
              <Button component={Link} href="/people/import">
                Import or connect
              </Button>
            </Group>
          ) : null
        }
      />
      <PeopleTabs ctx={ctx} at="/people" />
      <FilterBar label="Find people" action="/people" clearHref={text ? "/people" : null} typed>
        <FilterText name="text" label="Name or address" value={text} />
      </FilterBar>
      <DirectoryTable items={people.items} mayDisable={mayImport} ownId={personIdOf(ctx) ?? ""} />
      {people.nextCursor ? (
        <p>
          <Anchor
            component={Link}
            href={`/people?${new URLSearchParams({ text, cursor: people.nextCursor })}`}
          >
            Next page
          </Anchor>
        </p>
      ) : null}
    </PageBody>
  );
}
