import { Code } from "@mantine/core";
import type { SignInSettings } from "@/lib/use-cases/settings/get-sign-in-settings";
import { Panel, Row, Section, Value } from "./section";

/** The providers people may sign in with, a panel each. */
export function SingleSignOn({ providers }: { providers: SignInSettings["singleSignOn"] }) {
  return (
    <Section title="Single sign-on">
      {providers.length === 0 ? (
        <Panel>
          <Row name="Provider" end={<Value>None</Value>}>
            <Code>MUSTER_OIDC_ISSUER</Code> and what belongs to it
          </Row>
        </Panel>
      ) : null}
      {providers.map((one) => (
        <Panel key={one.id}>
          <Row name={one.name} end={<Value>{one.issuer}</Value>}>
            <Code>{one.prefix}ISSUER</Code>
          </Row>
          <Row name="Redirect address" end={<Value>{one.redirect}</Value>}>
            To give to the provider
          </Row>
          <Row name="Strangers" end={<Value>{one.newPersonRole ?? "Are refused"}</Value>}>
            <Code>{one.prefix}ROLE</Code>; invited people join with their own role
          </Row>
          <Row
            name="Unverified addresses"
            end={<Value>{one.trustEmail ? "Count" : "Refused"}</Value>}
          >
            <Code>{one.prefix}TRUST_EMAIL</Code>; when the provider does not say
          </Row>
        </Panel>
      ))}
    </Section>
  );
}
