import { Code, Text } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { LocalLink } from "@/components/shell/local-link";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { apiRoutes } from "@/lib/use-cases/api/api-routes";
import { routeFacts } from "./_components/route-facts";
import { RouteGroup } from "./_components/route-group";
import { ScopeTable } from "./_components/scope-table";

export const metadata: Metadata = { title: "API" };

const nounOf = (path: string) => path.split("/")[1] ?? "";

export default async function ApiPage() {
  await pageContext("self:read");
  const routes = apiRoutes.map(routeFacts);
  const groups = Map.groupBy(routes, (route) => nounOf(route.path));
  const personOnly = routes.filter((route) => route.personOnly).length;
  return (
    <PageBody>
      <Crumb label="API" />
      <PageHeader
        title="API"
        sentence={`${routes.length} operations under the permissions of the pages. A token can call ${routes.length - personOnly}; ${personOnly} take a signed-in person.`}
      />
      <Text size="sm" mb="lg" maw={760}>
        Create a token in <LocalLink href="/settings/tokens">Settings, API tokens</LocalLink> and
        send it as <Code>Authorization: Bearer muster_pat_…</Code>. It may do what its scopes open
        and your role may, whichever is less. Parameters, bodies, errors and the shape of every
        answer that is named below are in <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI
        3.1).
      </Text>
      <ScopeTable routes={routes} />
      {[...groups].map(([noun, found]) => (
        <RouteGroup key={noun} noun={noun} routes={found} />
      ))}
    </PageBody>
  );
}
