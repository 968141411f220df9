import { Code, Text, Title } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { apiRoutes } from "@/lib/use-cases/api/api-document";

export const metadata: Metadata = { title: "API" };

export default async function ApiPage() {
  await pageContext("self:read");
  return (
    <PageBody narrow>
      <PageHeader
        title="API"
        sentence="Everything the pages do, for programs, under the same permissions."
      />
      <Text size="sm" mb="md">
        Create a token in Settings and send it as <Code>Authorization: Bearer muster_pat_…</Code>.
        The whole description with every field is at <a href="/api/v1/openapi.json">openapi.json</a>
        .
      </Text>
      <Title order={2} mb="sm">
        {apiRoutes.length} methods
      </Title>
      <PlainTable label="Methods of the API" columns={["Method", "Path", "What it does"]}>
        {apiRoutes.map((route) => (
          <tr key={`${route.method} ${route.path}`}>
            <td className={cells.mono}>{route.method.toUpperCase()}</td>
            <td className={cells.mono}>/api/v1{route.path}</td>
            <td>{route.summary}</td>
          </tr>
        ))}
      </PlainTable>
    </PageBody>
  );
}
