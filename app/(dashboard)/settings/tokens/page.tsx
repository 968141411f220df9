import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { LocalLink } from "@/components/shell/local-link";
import { PageHeader } from "@/components/shell/page-header";
import { listOwnTokens } from "@/lib/use-cases/tokens/list-own-tokens";
import { CreateTokenButton } from "../_components/create-token-button";
import classes from "../_components/settings.module.css";
import { TokenList } from "../_components/token-list";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage() {
  const ctx = await pageContext("token:read");
  const { items } = await listOwnTokens(ctx, {});
  return (
    <div className={classes.page}>
      <div>
        <PageHeader
          title="API tokens"
          sentence={
            <>
              A token acts for you with at most your rights, within its scopes, until it ends. What
              programs can ask is in the{" "}
              <LocalLink href="/api-docs">API&apos;s description</LocalLink>.
            </>
          }
          actions={<CreateTokenButton />}
        />
        <TokenList items={items} />
      </div>
    </div>
  );
}
