import type { ReactNode } from "react";
import { addressedPage } from "@/app/_http/addressed-page";
import { Dialogs } from "../_components/dialogs";

/** Above the loading state, so that a refusal is an answer 403 and not a page that says so. */
export default async function PeopleLayout({ children }: { children: ReactNode }) {
  await addressedPage("person:read");
  return <Dialogs>{children}</Dialogs>;
}
