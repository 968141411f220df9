import { Anchor } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { LocalLink as Link } from "@/components/shell/local-link";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { Notice } from "@/components/states/notice";
import { getDirectoryState } from "@/lib/use-cases/people/list-directory";
import { ImportForm } from "../../_components/import-form";
import classes from "../../_components/people.module.css";

export const metadata: Metadata = { title: "Import people" };

export default async function ImportPeoplePage() {
  const ctx = await pageContext("person:import");
  const { scimUrl, people } = await getDirectoryState(ctx, {});
  return (
    <PageBody narrow>
      <Crumb label="Import or connect" />
      <PageHeader
        title="Import or connect"
        sentence="Bring people and teams with a file now and then, or let your directory send every change."
      />
      <div className={classes.lead}>
        <Notice
          kind="info"
          title={
            people.scim > 0
              ? `Your directory sends ${people.scim.toLocaleString("en-GB")} people`
              : "Okta and Entra can send every change by SCIM 2.0"
          }
          action={
            <Anchor component={Link} href="/settings/tokens">
              Create a token
            </Anchor>
          }
        >
          Give it the address <span className={classes.url}>{scimUrl}</span> and an API token with
          the scope SCIM. Somebody who is disabled there is a leaver here within its next cycle.
        </Notice>
      </div>
      <ImportForm />
    </PageBody>
  );
}
