"use client";

import { MantineProvider } from "@mantine/core";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { cssVariables, theme } from "./theme";

/** Where the scroll lock of Mantine's dialogs looks for the nonce of the style it adds. */
function publishStyleNonce(nonce: string | undefined): void {
  if (typeof window !== "undefined" && nonce) Object.assign(window, { __webpack_nonce__: nonce });
}

/** Everything that pages need from the client: theme and URL state. */
export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  publishStyleNonce(nonce);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      {...(nonce ? { getStyleNonce: () => nonce } : {})}
    >
      <NuqsAdapter>{children}</NuqsAdapter>
    </MantineProvider>
  );
}
