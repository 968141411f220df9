import type { ReactNode } from "react";
import { pageContext } from "@/app/_http/request-context";
import { Dialogs } from "../_components/dialogs";

/** Above the loading state, so that a role without the page is answered 403 and not a skeleton. */
export default async function AuditLogLayout({ children }: { children: ReactNode }) {
  await pageContext("audit:read");
  return <Dialogs>{children}</Dialogs>;
}
