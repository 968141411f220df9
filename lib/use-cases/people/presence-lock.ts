import type { Tx } from "@/lib/infra/db";

const lock = 7_061_978;

/**
 * Who can own something, and who leaves, must not change at once: whoever names an owner holds this
 * shared, whoever lets a person go waits for them. Statements after it see what the other did.
 */
export async function holdPeopleStill(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${lock}::bigint)`;
}

/** The other side of `holdPeopleStill`. */
export async function waitForAssignments(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lock}::bigint)`;
}
