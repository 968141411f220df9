import type { ReactNode } from "react";
import { pageContext } from "@/app/_http/request-context";
import { Dialogs } from "../_components/dialogs";

/** Above the loading state, so that a role without the page is answered 403 and not a skeleton. */
export default async function EvidenceLayout({ children }: { children: ReactNode }) {
  await pageContext("evidence:read");
  return <Dialogs>{children}</Dialogs>;
}
