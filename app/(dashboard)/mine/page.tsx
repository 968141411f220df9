import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { NothingYours } from "@/components/nhi/nothing-yours";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { counted } from "@/lib/domain/counted";
import { listMine } from "@/lib/use-cases/identities/list-mine";
import { MineList, NeedList } from "./_components/mine-list";

export const metadata: Metadata = { title: "My identities" };

export default async function MinePage() {
  const ctx = await pageContext("identity:read");
  const { items, total, backedUp } = await listMine(ctx, {});
  const needing = items.filter(({ needs }) => needs.length > 0);
  const backup = backedUp > 0 ? ` You back up ${backedUp.toLocaleString("en-GB")} more.` : "";
  return (
    <PageBody>
      <PageHeader
        title="My identities"
        sentence={`You answer for ${counted(total, "identity", "identities")}.${backup}`}
      />
      {total === 0 ? (
        <NothingYours />
      ) : (
        <>
          <NeedList items={needing} />
          <MineList items={items} total={total} />
        </>
      )}
    </PageBody>
  );
}
