import type { SealedPlace } from "@/lib/infra/encryption";

/** Where the key of a proof's content is sealed. */
export const proofPlace = (rowId: string): SealedPlace => ({
  table: "offboarding_proof",
  column: "sealed_content_key",
  rowId,
});
