"use client";

import { Drawer } from "@mantine/core";
import { Rail } from "./rail";
import classes from "./shell.module.css";

/** The rail where the screen is too narrow to show it all the time. */
export function MenuDrawer({ role, onClose }: { role: string; onClose: () => void }) {
  return (
    <Drawer
      opened
      onClose={onClose}
      size={260}
      title="Muster"
      closeButtonProps={{ "aria-label": "Close menu" }}
      classNames={{ content: classes.drawer ?? "" }}
    >
      <nav aria-label="Main, small screen">
        <Rail role={role} collapsed={false} />
      </nav>
    </Drawer>
  );
}
