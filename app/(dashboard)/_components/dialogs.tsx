"use client";

import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import type { ReactNode } from "react";

/** Confirmations and notices, loaded only where something asks for them. */
export function Dialogs({ children }: { children: ReactNode }) {
  return (
    <ModalsProvider labels={{ confirm: "Confirm", cancel: "Cancel" }}>
      <Notifications position="bottom-right" limit={3} />
      {children}
    </ModalsProvider>
  );
}
