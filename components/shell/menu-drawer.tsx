"use client";

import { Drawer } from "@mantine/core";
import { Rail } from "./rail";
import classes from "./shell.module.css";
import type { WaitingWork } from "@/lib/domain/people/waiting-work";

interface MenuDrawerProps {
  role: string;
  waiting: WaitingWork;
  onClose: () => void;
}

/** The rail where the screen is too narrow to show it all the time. */
export function MenuDrawer({ role, waiting, onClose }: MenuDrawerProps) {
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
        <Rail role={role} waiting={waiting} collapsed={false} />
      </nav>
    </Drawer>
  );
}
