"use client";

import type { ReactNode } from "react";
import { useCallback } from "react";
import { answered } from "@/components/answer/answered";
import type { PaletteHit, PaletteSearch } from "@/components/shell/use-hits";
import { Shell } from "@/components/shell/shell";
import type { ShellPerson, SyncState } from "@/components/shell/shell-state";
import type { WaitingWork } from "@/lib/domain/people/waiting-work";
import { StepUpProvider } from "@/components/step-up/step-up";
import { search } from "../actions";
import { beginStepUpAction, stepUpAction } from "../settings/actions";

type Hit = Omit<PaletteHit, "href">;

const hrefOf = {
  identity: ({ id }: Hit) => `/identities/${id}`,
  // A person's second line is the address, which reads better in the filter than an id.
  person: ({ description }: Hit) => `/identities?q=${encodeURIComponent(`owner:${description}`)}`,
  source: ({ id }: Hit) => `/sources/${id}`,
} as const;

const stepUpActions = { begin: beginStepUpAction, prove: stepUpAction };

interface DashboardShellProps {
  person: ShellPerson;
  sync: SyncState | null;
  waiting: WaitingWork;
  railCollapsed: boolean;
  children: ReactNode;
}

/** Ties the frame to this application's actions. */
export function DashboardShell({ children, ...state }: DashboardShellProps) {
  const find: PaletteSearch = useCallback(async (query) => {
    const answer = await answered(search({ query }));
    if (!answer.ok) return answer;
    const hits = answer.result.hits.map((hit) => ({ ...hit, href: hrefOf[hit.kind](hit) }));
    return { ok: true, result: hits };
  }, []);
  const signOut = useCallback(async () => {
    try {
      const { signOut: endBrowserSession } = await import("next-auth/react");
      await endBrowserSession({ redirect: false });
    } catch {
      return false;
    }
    window.location.assign("/sign-in");
    return true;
  }, []);
  return (
    <Shell {...state} search={find} signOut={signOut}>
      <StepUpProvider actions={stepUpActions}>{children}</StepUpProvider>
    </Shell>
  );
}
