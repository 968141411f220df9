import type { Metadata } from "next";
import { asNotFound } from "@/app/_http/as-not-found";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { getActionSettings } from "@/lib/use-cases/sources/get-action-settings";
import { WriteCredential } from "./_components/write-credential";

export const metadata: Metadata = { title: "Write credential" };

export default async function ActionsPage({ params }: { params: Promise<{ sourceId: string }> }) {
  const ctx = await pageContext("source:change");
  const { sourceId } = await params;
  const settings = await getActionSettings(ctx, { sourceId }).catch(asNotFound);
  return (
    <PageBody>
      <Crumb label={settings.name} />
      <PageHeader
        title="Write credential"
        sentence={
          settings.targets.length > 0
            ? `Lets Muster switch things off in ${settings.name} and give them back. Reading never uses it; without it, offboarding is a task for a person.`
            : `What Muster may change in ${settings.name}. Reading never uses it.`
        }
      />
      <WriteCredential settings={settings} />
    </PageBody>
  );
}
