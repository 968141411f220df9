import { DomainError } from "@/lib/domain/errors";
import type { Tx } from "@/lib/infra/db";

const lock = 7_061_976;

/** Refuses to take away the last active administrator; two such changes at once wait for each other. */
export async function keepAnAdministrator(tx: Tx, personId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lock}::bigint)`;
  const others = await tx.person.count({
    where: { role: "admin", status: "active", id: { not: personId } },
  });
  if (others > 0) return;
  throw new DomainError(
    "conflict",
    "This is the last administrator. Make somebody else administrator first; nothing was changed.",
  );
}
