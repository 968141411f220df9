import type { Metadata } from "next";
import { asNotFound } from "@/app/_http/as-not-found";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { reachOf } from "@/lib/use-cases/context";
import { previewRotation } from "@/lib/use-cases/rotation/preview-rotation";
import { ChooseIdentity } from "../_components/choose-identity";
import { RotateForm } from "../_components/rotate-form";
import { isByHand } from "../_components/rotate-shape";

export const metadata: Metadata = { title: "Rotate" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RotatePage({ searchParams }: PageProps) {
  const ctx = await pageContext("offboarding:request");
  const { identity, credential } = await searchParams;
  if (typeof identity !== "string") return <ChooseIdentity what="rotate" />;
  const preview = await previewRotation(ctx, { identityId: identity }).catch(asNotFound);
  return (
    <PageBody>
      <Crumb label="Rotate" />
      <PageHeader
        title={`Rotate a credential of ${preview.name}`}
        sentence={
          isByHand(preview.choices)
            ? "Muster changes nothing at the provider: a person makes the new one there while the old one works, and a later sync proves that the old one is gone."
            : "A new one is made and delivered while the old one works; the old one goes when nobody uses it any more. You get a dry run first, and somebody approves it."
        }
      />
      <RotateForm
        preview={preview}
        chosen={typeof credential === "string" ? credential : null}
        mayConfigure={reachOf(ctx, "source:change") === "all"}
      />
    </PageBody>
  );
}
