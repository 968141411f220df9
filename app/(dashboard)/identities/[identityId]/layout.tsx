import type { ReactNode } from "react";
import { asNotFound } from "@/app/_http/as-not-found";
import { pageContext } from "@/app/_http/request-context";
import { checkIdentity } from "@/lib/use-cases/identities/get-identity";

interface LayoutProps {
  children: ReactNode;
  params: Promise<{ identityId: string }>;
}

/** Above the loading state, so that an id that is not here is an answer 404 and not a page that says so. */
export default async function IdentityLayout({ children, params }: LayoutProps) {
  const ctx = await pageContext("identity:read");
  const { identityId } = await params;
  await checkIdentity(ctx, { id: identityId }).catch(asNotFound);
  return children;
}
