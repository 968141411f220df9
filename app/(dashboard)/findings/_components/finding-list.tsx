import { redirect } from "next/navigation";
import { DomainError } from "@/lib/domain/errors";
import type { Context } from "@/lib/use-cases/context";
import { listFindings } from "@/lib/use-cases/findings/list-findings";
import { findingsHref } from "../findings-href";
import type { FindingParams } from "../search-params";
import { FindingTable } from "./finding-table";

/** One page of findings; a damaged page address begins at the top. */
export async function FindingList({ ctx, params }: { ctx: Context; params: FindingParams }) {
  const { finding: _finding, view: _view, ...filter } = params;
  const page = await listFindings(ctx, filter).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === "invalid_input" && params.cursor) {
      redirect(findingsHref(params, { cursor: null }));
    }
    throw error;
  });
  return <FindingTable items={page.items} nextCursor={page.nextCursor} params={params} />;
}
