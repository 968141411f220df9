"use client";

import { MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { cssVariables, theme } from "./theme";

/** Everything that pages need from the client: theme, dialogs, notices, URL state. */
export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      {...(nonce ? { getStyleNonce: () => nonce } : {})}
    >
      <Notifications position="bottom-right" limit={3} />
      <ModalsProvider labels={{ confirm: "Confirm", cancel: "Cancel" }}>
        <NuqsAdapter>{children}</NuqsAdapter>
      </ModalsProvider>
    </MantineProvider>
  );
}
