import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { pageContext } from "@/app/_http/request-context";
import { reachOf } from "@/lib/use-cases/context";

/** Above the loading state: those without the overview are sent to what is theirs at once. */
export default async function OverviewLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext("self:read");
  if (reachOf(ctx, "overview:read") === "none") redirect("/mine");
  return children;
}
