"use client";

import type { ReactNode } from "react";
import { signOut as endBrowserSession } from "next-auth/react";
import { useCallback } from "react";
import type { PaletteHit } from "@/components/shell/palette";
import { Shell } from "@/components/shell/shell";
import type { ShellPerson, SyncState } from "@/components/shell/shell-state";
import { search } from "../actions";

const hrefOf = {
  identity: (id: string) => `/identities/${id}`,
  person: (id: string) => `/identities?q=${encodeURIComponent(`owner:${id}`)}`,
  source: (id: string) => `/sources/${id}`,
} as const;

interface DashboardShellProps {
  person: ShellPerson;
  sync: SyncState | null;
  railCollapsed: boolean;
  children: ReactNode;
}

/** Ties the frame to this application's actions. */
export function DashboardShell({ person, sync, railCollapsed, children }: DashboardShellProps) {
  const find = useCallback(async (query: string): Promise<PaletteHit[]> => {
    const answer = await search({ query });
    if (!answer.ok) return [];
    return answer.result.hits.map((hit) => ({ ...hit, href: hrefOf[hit.kind](hit.id) }));
  }, []);
  const signOut = useCallback(async () => {
    await endBrowserSession({ redirect: false });
    window.location.assign("/sign-in");
  }, []);
  return (
    <Shell
      person={person}
      sync={sync}
      railCollapsed={railCollapsed}
      search={find}
      signOut={signOut}
    >
      {children}
    </Shell>
  );
}
