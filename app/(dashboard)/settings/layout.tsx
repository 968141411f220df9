import type { ReactNode } from "react";
import { pageContext } from "@/app/_http/request-context";
import { PageBody } from "@/components/shell/page-header";
import { SettingsNav } from "./_components/settings-nav";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { actor } = await pageContext("self:read");
  return (
    <PageBody>
      <SettingsNav role={"role" in actor ? actor.role : ""} />
      {children}
    </PageBody>
  );
}
