import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { DomainError } from "@/lib/domain/errors";
import { getActionSettings } from "@/lib/use-cases/sources/get-action-settings";
import { WriteCredential } from "./_components/write-credential";

export const metadata: Metadata = { title: "Write credential" };

const asNotFound = (error: unknown): never => {
  if (error instanceof DomainError && ["not_found", "invalid_input"].includes(error.code))
    notFound();
  throw error;
};

export default async function ActionsPage({ params }: { params: Promise<{ sourceId: string }> }) {
  const ctx = await pageContext("source:change");
  const { sourceId } = await params;
  const settings = await getActionSettings(ctx, { sourceId }).catch(asNotFound);
  return (
    <PageBody>
      <Crumb label={settings.name} />
      <PageHeader
        title="Write credential"
        sentence={`Lets Muster switch things off in ${settings.name} and give them back. Reading never uses it; without it, offboarding is a task for a person.`}
      />
      <WriteCredential settings={settings} />
    </PageBody>
  );
}
