import { Stack } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageHeader } from "@/components/shell/page-header";
import { getOwnAccount } from "@/lib/use-cases/people/get-own-account";
import { listOwnSessions } from "@/lib/use-cases/sessions/list-own-sessions";
import { AuthenticatorApp } from "./_components/authenticator-app";
import { PasswordForm } from "./_components/password-form";
import { SessionList } from "./_components/session-list";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const ctx = await pageContext("self:read");
  const [account, sessions] = await Promise.all([getOwnAccount(ctx, {}), listOwnSessions(ctx, {})]);
  return (
    <>
      <PageHeader
        title="Your account"
        sentence={`${account.name} · ${account.email} · ${account.role}`}
      />
      <Stack gap="xl" maw={760}>
        {account.hasPassword ? <PasswordForm email={account.email} /> : null}
        <AuthenticatorApp enrolled={account.authenticatorApp} />
        <SessionList items={sessions.items} />
      </Stack>
    </>
  );
}
