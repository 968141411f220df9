import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageHeader } from "@/components/shell/page-header";
import { getSignInSettings } from "@/lib/use-cases/settings/get-sign-in-settings";
import { FactRows } from "../_components/fact-rows";

export const metadata: Metadata = { title: "Sign-in" };

export default async function SignInSettingsPage() {
  const ctx = await pageContext("setting:read");
  const set = await getSignInSettings(ctx, {});
  const sso = set.singleSignOn;
  return (
    <>
      <PageHeader
        title="Sign-in"
        sentence="Set in the environment of the server; change it there and start Muster again."
      />
      <FactRows
        label="Sign-in settings"
        rows={[
          ["Address (MUSTER_BASE_URL)", set.baseUrl],
          ["Cookies over HTTPS only", set.secureCookies ? "Yes" : "No, the address is not https"],
          ["Trusts a proxy's headers (MUSTER_TRUST_PROXY)", set.trustsProxy ? "Yes" : "No"],
          ["Session ends without a request after", `${set.idleMinutes} min`],
          ["Session ends in any case after", `${set.absoluteHours} h`],
          ["Single sign-on", sso ? `${sso.name} (${sso.issuer})` : "Not set (MUSTER_OIDC_ISSUER)"],
          [
            "New people through single sign-on",
            sso?.newPersonRole ? `Join as ${sso.newPersonRole}` : "Are refused",
          ],
        ]}
      />
    </>
  );
}
