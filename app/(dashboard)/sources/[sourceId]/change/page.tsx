import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { asNotFound } from "@/app/_http/as-not-found";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { getChangeSettings } from "@/lib/use-cases/sources/get-change-settings";
import { ChangeForm } from "./_components/change-form";

export const metadata: Metadata = { title: "Change this source" };

export default async function ChangePage({ params }: { params: Promise<{ sourceId: string }> }) {
  const ctx = await pageContext("source:change");
  const { sourceId } = await params;
  const settings = await getChangeSettings(ctx, { sourceId }).catch(asNotFound);
  if (settings.isSample) notFound();
  return (
    <PageBody narrow>
      <Crumb label={settings.name} />
      <PageHeader
        title="Change this source"
        sentence={`${settings.name} · ${settings.connectorName}. Muster asks the provider before it keeps anything: what does not work changes nothing.`}
      />
      <ChangeForm settings={settings} />
    </PageBody>
  );
}
