import { Notice } from "@/components/states/notice";
import { DomainError } from "@/lib/domain/errors";
import type { Context } from "@/lib/use-cases/context";
import { getFinding } from "@/lib/use-cases/findings/get-finding";
import type { FindingParams } from "../search-params";
import { FindingPanel } from "./finding-panel";

interface OpenFindingProps {
  ctx: Context;
  id: string;
  params: FindingParams;
}

/** The finding that the address names, beside the list; or a sentence that it is not there. */
export async function OpenFinding({ ctx, id, params }: OpenFindingProps) {
  const finding = await getFinding(ctx, { id }).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === "not_found") return null;
    throw error;
  });
  if (finding) return <FindingPanel finding={finding} params={params} />;
  return (
    <Notice kind="warning" title="The finding in this address does not exist">
      Its identity was removed with its source, or it is not yours to see.
    </Notice>
  );
}
