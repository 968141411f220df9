import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { generatedConfig } from "@/lib/use-cases/sources/generated-config";
import { listConnectors } from "@/lib/use-cases/sources/list-connectors";
import { ConnectForm } from "../_components/connect-form";
import { ConnectorChoices } from "../_components/connector-choices";

export const metadata: Metadata = { title: "Connect a source" };

interface PageProps {
  searchParams: Promise<{ connector?: string | string[] }>;
}

export default async function ConnectPage({ searchParams }: PageProps) {
  const ctx = await pageContext("source:add");
  const { items } = await listConnectors(ctx, {});
  const { connector } = await searchParams;
  const chosen = items.find((item) => item.id === connector);
  return (
    <PageBody narrow>
      <Crumb label={chosen ? `Connect ${chosen.name}` : "Connect"} />
      <PageHeader
        title={chosen ? `Connect ${chosen.name}` : "Connect a source"}
        sentence={
          chosen?.summary ??
          "Connecting lets Muster read, and change nothing. Choose what it should look at."
        }
      />
      {chosen ? (
        <ConnectForm
          key={chosen.id}
          connector={chosen}
          generated={generatedConfig(chosen.fields)}
        />
      ) : (
        <ConnectorChoices items={items} />
      )}
    </PageBody>
  );
}
