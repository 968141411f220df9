import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageContext } from "@/app/_http/request-context";
import { PageBody } from "@/components/shell/page-header";
import { DomainError } from "@/lib/domain/errors";
import { reachOf } from "@/lib/use-cases/context";
import { getIdentity } from "@/lib/use-cases/identities/get-identity";
import { IdentityPage } from "./_components/identity-page";

export const metadata: Metadata = { title: "Identity" };

/** An id that is malformed, unknown or not the owner's: all look the same. */
const asNotFound = (error: unknown): never => {
  if (error instanceof DomainError && ["not_found", "invalid_input"].includes(error.code))
    notFound();
  throw error;
};

export default async function Page({ params }: { params: Promise<{ identityId: string }> }) {
  const ctx = await pageContext("identity:read");
  const { identityId } = await params;
  const detail = await getIdentity(ctx, { id: identityId }).catch(asNotFound);
  const may = {
    assign: reachOf(ctx, "identity:assign-owner") === "all",
    label: reachOf(ctx, "identity:label") === "all",
    classify: reachOf(ctx, "identity:classify") === "all",
    offboard: reachOf(ctx, "offboarding:request") !== "none",
  };
  return (
    <PageBody>
      <IdentityPage detail={detail} may={may} />
    </PageBody>
  );
}
