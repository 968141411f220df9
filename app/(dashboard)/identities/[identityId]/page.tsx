import type { Metadata } from "next";
import { asNotFound } from "@/app/_http/as-not-found";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody } from "@/components/shell/page-header";
import { reachOf } from "@/lib/use-cases/context";
import { getIdentity } from "@/lib/use-cases/identities/get-identity";
import { IdentityPage } from "./_components/identity-page";

export const metadata: Metadata = { title: "Identity" };

export default async function Page({ params }: { params: Promise<{ identityId: string }> }) {
  const ctx = await pageContext("identity:read");
  const { identityId } = await params;
  const detail = await getIdentity(ctx, { id: identityId }).catch(asNotFound);
  const may = {
    assign: reachOf(ctx, "identity:assign-owner") === "all",
    label: reachOf(ctx, "identity:label") === "all",
    classify: reachOf(ctx, "identity:classify") === "all",
    offboard: reachOf(ctx, "offboarding:request") !== "none",
    sources: reachOf(ctx, "source:read") === "all",
  };
  return (
    <PageBody>
      <Crumb label={detail.identity.name} />
      <IdentityPage detail={detail} may={may} />
    </PageBody>
  );
}
