import type { ReactNode } from "react";
import { pageContext } from "@/app/_http/request-context";

/** Above the loading state, so that a refusal is an answer 403 and not a page that says so. */
export default async function NewSourceLayout({ children }: { children: ReactNode }) {
  await pageContext("source:add");
  return children;
}
