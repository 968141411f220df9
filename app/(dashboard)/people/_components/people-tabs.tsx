import { LinkTabs } from "@/components/shell/link-tabs";
import type { Context } from "@/lib/use-cases/context";
import { getDirectoryState } from "@/lib/use-cases/people/list-directory";

interface PeopleTabsProps {
  ctx: Context;
  at: "/people" | "/people/teams" | "/people/leavers";
}

/** The three lists; leavers with how many still wait. */
export async function PeopleTabs({ ctx, at }: PeopleTabsProps) {
  const { teams, openLeavers } = await getDirectoryState(ctx, {});
  return (
    <LinkTabs
      label="People, teams and leavers"
      current={at}
      tabs={[
        { href: "/people", label: "People" },
        { href: "/people/teams", label: "Teams", count: teams },
        { href: "/people/leavers", label: "Leavers", count: openLeavers },
      ]}
    />
  );
}
