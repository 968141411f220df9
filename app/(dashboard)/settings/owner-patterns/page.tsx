import { Stack } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageHeader } from "@/components/shell/page-header";
import { reachOf } from "@/lib/use-cases/context";
import { listPatterns } from "@/lib/use-cases/patterns/change-patterns";
import { PatternForm } from "../_components/pattern-form";
import { PatternTable } from "../_components/pattern-table";

export const metadata: Metadata = { title: "Owner patterns" };

export default async function OwnerPatternsPage() {
  const ctx = await pageContext("setting:read");
  const { items } = await listPatterns(ctx, {});
  const mayChange = reachOf(ctx, "setting:change") === "all";
  return (
    <>
      <PageHeader
        title="Owner patterns"
        sentence="Whose identities are those of a certain name. They suggest an owner with their evidence; a person still confirms it."
      />
      <Stack gap="xl">
        {mayChange ? <PatternForm /> : null}
        <PatternTable items={items} mayChange={mayChange} />
      </Stack>
    </>
  );
}
