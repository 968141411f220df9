import { Button } from "@mantine/core";
import { IconDownload, IconFileCheck } from "@tabler/icons-react";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { LocalLink as Link } from "@/components/shell/local-link";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Pager } from "@/components/states/pager";
import { counted } from "@/lib/domain/counted";
import { reachOf } from "@/lib/use-cases/context";
import { listPacks } from "@/lib/use-cases/evidence/list-packs";
import { ExportRange } from "./_components/export-range";
import { PackTable } from "./_components/pack-table";

export const metadata: Metadata = { title: "Evidence" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export default async function EvidencePage({ searchParams }: PageProps) {
  const ctx = await pageContext("evidence:read");
  const { cursor } = await searchParams;
  const isLater = typeof cursor === "string" && uuid.test(cursor);
  const { items, nextCursor } = await listPacks(ctx, isLater ? { cursor } : {});
  return (
    <PageBody>
      <PageHeader
        title="Evidence"
        sentence="Signed packs that anybody can check without this server, and who asked for them."
        actions={
          <>
            <Button
              component="a"
              href="/verify.html"
              download="verify.html"
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden="true" />}
            >
              Download the verifier
            </Button>
            {reachOf(ctx, "audit:read") === "all" ? <ExportRange from="" to="" /> : null}
          </>
        }
      />
      {items.length > 0 ? (
        <PackTable items={items} />
      ) : (
        <EmptyState
          icon={<IconFileCheck size={22} />}
          title="No evidence was exported yet"
          sentence="A review seals its pack when it is closed. Export the evidence of an offboarding case on its page, and days of the audit log on that page."
          action={<Link href="/offboarding?view=closed">Show closed cases</Link>}
        />
      )}
      {items.length > 0 || isLater ? (
        <Pager
          firstHref={isLater ? "/evidence" : null}
          nextHref={nextCursor ? `/evidence?cursor=${nextCursor}` : null}
          shown={counted(items.length, "pack")}
        />
      ) : null}
    </PageBody>
  );
}
