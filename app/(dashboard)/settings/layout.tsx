import type { ReactNode } from "react";
import { addressedPage } from "@/app/_http/addressed-page";
import { PageBody } from "@/components/shell/page-header";
import { Dialogs } from "../_components/dialogs";
import { SettingsNav } from "./_components/settings-nav";
import classes from "./_components/settings-nav.module.css";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { actor } = await addressedPage("self:read");
  return (
    <PageBody>
      <div className={classes.layout}>
        <SettingsNav role={"role" in actor ? actor.role : ""} />
        <Dialogs>
          <div>{children}</div>
        </Dialogs>
      </div>
    </PageBody>
  );
}
