import type { ReactNode } from "react";
import { pageContext } from "@/app/_http/request-context";
import { Dialogs } from "../_components/dialogs";

/** Above the loading state, so that a refusal is an answer 403 and not a page that says so. */
export default async function FindingsLayout({ children }: { children: ReactNode }) {
  await pageContext("finding:read");
  return <Dialogs>{children}</Dialogs>;
}
