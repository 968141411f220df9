import { Code, Text } from "@mantine/core";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { pageContext } from "@/app/_http/request-context";
import { PageHeader } from "@/components/shell/page-header";
import { getSignInSettings } from "@/lib/use-cases/settings/get-sign-in-settings";
import { Panel, Row, Section } from "../_components/section";
import classes from "../_components/settings.module.css";

export const metadata: Metadata = { title: "Sign-in" };

const value = (text: ReactNode): ReactNode => (
  <Text size="sm" fw={540} component="span" style={{ overflowWrap: "anywhere" }}>
    {text}
  </Text>
);

export default async function SignInSettingsPage() {
  const ctx = await pageContext("setting:read");
  const set = await getSignInSettings(ctx, {});
  const sso = set.singleSignOn;
  const sentence = "Set in the environment of the server; change it there and start Muster again.";
  return (
    <>
      <PageHeader title="Sign-in" sentence={sentence} />
      <div className={classes.page}>
        <Section title="Address and cookies">
          <Panel>
            <Row name="Address" end={value(set.baseUrl)}>
              <Code>MUSTER_BASE_URL</Code>; links and passkeys belong to it
            </Row>
            <Row name="Cookies over https only" end={value(set.secureCookies ? "Yes" : "No")}>
              {set.secureCookies ? "Bound to this host" : "The address is not https"}
            </Row>
            <Row name="Passkeys" end={value(set.passkeyHost ?? "Not possible")}>
              {set.passkeyHost ? "Made for this name" : "They need an https address with a name"}
            </Row>
            <Row name="Trusts a proxy's headers" end={value(set.trustsProxy ? "Yes" : "No")}>
              <Code>MUSTER_TRUST_PROXY</Code>
            </Row>
          </Panel>
        </Section>
        <Section title="Limits">
          <Panel>
            <Row
              name="A session without a request ends after"
              end={value(`${set.idleMinutes} min`)}
            />
            <Row name="Any session ends after" end={value(`${set.absoluteHours} h`)} />
            <Row name="Attempts on one account from one address" end={value("10 in 15 min")} />
            <Row name="Attempts from one address" end={value("100 in 15 min")} />
          </Panel>
        </Section>
        <Section title="Single sign-on">
          <Panel>
            <Row name="Provider" end={value(sso ? sso.name : "None")}>
              {sso ? sso.issuer : <Code>MUSTER_OIDC_ISSUER</Code>}
            </Row>
            {sso ? (
              <>
                <Row name="Strangers" end={value(sso.newPersonRole ?? "Are refused")}>
                  <Code>MUSTER_OIDC_ROLE</Code>; invited people join with their own role
                </Row>
                <Row name="Unverified addresses" end={value(sso.trustEmail ? "Count" : "Refused")}>
                  <Code>MUSTER_OIDC_TRUST_EMAIL</Code>; when the provider does not say
                </Row>
              </>
            ) : null}
          </Panel>
        </Section>
      </div>
    </>
  );
}
