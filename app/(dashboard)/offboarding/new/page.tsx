import type { Metadata } from "next";
import { asNotFound } from "@/app/_http/as-not-found";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { reachOf } from "@/lib/use-cases/context";
import { previewRequest } from "@/lib/use-cases/offboarding/preview-request";
import { ChooseIdentity } from "../_components/choose-identity";
import { RequestForm } from "../_components/request-form";
import { isByHand } from "../_components/rotate-shape";

export const metadata: Metadata = { title: "Offboard" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NewCasePage({ searchParams }: PageProps) {
  const ctx = await pageContext("offboarding:request");
  const { identity, credential } = await searchParams;
  if (typeof identity !== "string") return <ChooseIdentity what="offboard" />;
  const preview = await previewRequest(ctx, { identityId: identity }).catch(asNotFound);
  return (
    <PageBody>
      <Crumb label="Request" />
      <PageHeader
        title={`Offboard ${preview.name}`}
        sentence={
          isByHand(preview.choices)
            ? "Muster changes nothing at the provider: the case says what a person does there, and a later sync proves it."
            : "Nothing changes at the provider yet: you get a dry run first, and somebody approves it."
        }
      />
      <RequestForm
        preview={preview}
        chosen={typeof credential === "string" ? credential : null}
        mayConfigure={reachOf(ctx, "source:change") === "all"}
      />
    </PageBody>
  );
}
