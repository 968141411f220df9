import { Code, Text } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { apiRoutes } from "@/lib/use-cases/api/api-routes";
import { RouteGroup } from "./_components/route-group";

export const metadata: Metadata = { title: "API" };

const nounOf = (path: string) => path.split("/")[1] ?? "";

export default async function ApiPage() {
  await pageContext("self:read");
  const groups = Map.groupBy(apiRoutes, (route) => nounOf(route.path));
  return (
    <PageBody narrow>
      <Crumb label="API" />
      <PageHeader
        title="API"
        sentence={`Everything the pages do, for programs, under the same permissions: ${apiRoutes.length} methods.`}
      />
      <Text size="sm" mb="lg">
        Create a token in Settings and send it as <Code>Authorization: Bearer muster_pat_…</Code>.
        The whole description with every field is at <a href="/api/v1/openapi.json">openapi.json</a>
        .
      </Text>
      {[...groups].map(([noun, routes]) => (
        <RouteGroup key={noun} noun={noun} routes={routes} />
      ))}
    </PageBody>
  );
}
