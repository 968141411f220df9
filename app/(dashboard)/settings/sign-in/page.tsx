import { Code } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageHeader } from "@/components/shell/page-header";
import { getSignInSettings } from "@/lib/use-cases/settings/get-sign-in-settings";
import { Panel, Row, Section, Value } from "../_components/section";
import { SingleSignOn } from "../_components/single-sign-on";
import classes from "../_components/settings.module.css";

export const metadata: Metadata = { title: "Sign-in" };

export default async function SignInSettingsPage() {
  const ctx = await pageContext("setting:read");
  const set = await getSignInSettings(ctx, {});
  const sentence = "Set in the environment of the server; change it there and start Muster again.";
  return (
    <>
      <PageHeader title="Sign-in" sentence={sentence} />
      <div className={classes.page}>
        <Section title="Address and cookies">
          <Panel>
            <Row name="Address" end={<Value>{set.baseUrl}</Value>}>
              <Code>MUSTER_BASE_URL</Code>; links and passkeys belong to it
            </Row>
            <Row
              name="Cookies over https only"
              end={<Value>{set.secureCookies ? "Yes" : "No"}</Value>}
            >
              {set.secureCookies ? "Bound to this host" : "The address is not https"}
            </Row>
            <Row name="Passkeys" end={<Value>{set.passkeyHost ?? "Not possible"}</Value>}>
              {set.passkeyHost ? "Made for this name" : "They need an https address with a name"}
            </Row>
            <Row
              name="Trusts a proxy's headers"
              end={<Value>{set.trustsProxy ? "Yes" : "No"}</Value>}
            >
              <Code>MUSTER_TRUST_PROXY</Code>
            </Row>
          </Panel>
        </Section>
        <Section title="Limits">
          <Panel>
            <Row
              name="A session without a request ends after"
              end={<Value>{set.idleMinutes} min</Value>}
            />
            <Row name="Any session ends after" end={<Value>{set.absoluteHours} h</Value>} />
            <Row
              name="Attempts on one account from one address"
              end={<Value>10 in 15 min</Value>}
            />
            <Row name="Attempts from one address" end={<Value>100 in 15 min</Value>} />
          </Panel>
        </Section>
        <SingleSignOn providers={set.singleSignOn} />
      </div>
    </>
  );
}
