import type { NewCredential } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import { seal, unseal } from "@/lib/infra/encryption";

const place = (rowId: string) => ({ table: "rotation", column: "sealed_secret", rowId });

/** What is sealed: all of it until the delivery, then only what a replacement needs. */
interface Kept {
  secret?: NewCredential["secret"];
  pending?: string | undefined;
}

export const sealSecret = (id: string, kept: Kept): Promise<string> =>
  seal(JSON.stringify(kept), place(id));

export async function openSecret(id: string, sealed: string | null): Promise<Kept> {
  if (sealed === null) throw new DomainError("conflict", "The new secret was wiped.");
  return JSON.parse(await unseal(sealed, place(id))) as Kept;
}
