import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
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
          sentence="A token acts for you with at most your rights, within its scopes, until it ends."
          actions={<CreateTokenButton />}
        />
        <TokenList items={items} />
      </div>
    </div>
  );
}
