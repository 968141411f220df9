import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { pageContext } from "@/app/_http/request-context";
import { reachOf } from "@/lib/use-cases/context";
import { countWaiting } from "@/lib/use-cases/overview/count-waiting";
import { getSyncState } from "@/lib/use-cases/overview/get-sync-state";
import { DashboardShell } from "./_components/dashboard-shell";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext("self:read");
  const { actor } = ctx;
  const person = {
    name: actor.type === "anonymous" ? "" : actor.name,
    role: "role" in actor ? actor.role : "admin",
  };
  const [sync, waiting] = await Promise.all([
    reachOf(ctx, "source:read") === "all" ? getSyncState(ctx, {}) : null,
    countWaiting(ctx, {}),
  ]);
  const railCollapsed = (await cookies()).get("muster_rail")?.value === "collapsed";
  return (
    <DashboardShell person={person} sync={sync} waiting={waiting} railCollapsed={railCollapsed}>
      {children}
    </DashboardShell>
  );
}
