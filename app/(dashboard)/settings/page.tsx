import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageHeader } from "@/components/shell/page-header";
import { getOwnAccount } from "@/lib/use-cases/people/get-own-account";
import { listOwnSessions } from "@/lib/use-cases/sessions/list-own-sessions";
import { AuthenticatorApp } from "./_components/authenticator-app";
import { Passkeys } from "./_components/passkeys";
import { PasswordRow } from "./_components/password-row";
import { RecoveryCodes } from "./_components/recovery-codes";
import { Panel, Section } from "./_components/section";
import { SessionList } from "./_components/session-list";
import classes from "./_components/settings.module.css";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const ctx = await pageContext("self:read");
  const [account, sessions] = await Promise.all([getOwnAccount(ctx, {}), listOwnSessions(ctx, {})]);
  const needsCodes = account.authenticatorApp || account.passkeys.length > 0;
  return (
    <>
      <PageHeader
        title="Your account"
        sentence={`${account.name} · ${account.email} · ${account.role.charAt(0).toUpperCase()}${account.role.slice(1)}`}
      />
      <div className={classes.page}>
        <Passkeys items={account.passkeys} origin={account.passkeyOrigin} />
        <Section
          title="Password and codes"
          sentence="What else sign-in and guarded changes may ask for."
        >
          <Panel>
            {account.hasPassword ? <PasswordRow email={account.email} /> : null}
            <AuthenticatorApp enrolled={account.authenticatorApp} />
            <RecoveryCodes left={account.recoveryCodesLeft} needed={needsCodes} />
          </Panel>
        </Section>
        <SessionList items={sessions.items} />
      </div>
    </>
  );
}
