import type { ReactNode } from "react";
import type { Permission } from "@/lib/domain/people/permissions";
import type { Context } from "@/lib/use-cases/context";
import { addressedPage } from "./addressed-page";
import { asNotFound } from "./as-not-found";

interface LayoutProps {
  children: ReactNode;
  params: Promise<Record<string, string>>;
}

type Check = ((ctx: Context, input: never) => Promise<void>) & { readonly permission: Permission };

/** A layout above a loading state, so that an id that is not here is an answer 404 and not a page that says so. */
export const checkedLayout = (check: Check) =>
  async function CheckedLayout({ children, params }: LayoutProps) {
    const ctx = await addressedPage(check.permission);
    await check(ctx, (await params) as never).catch(asNotFound);
    return children;
  };
