import type { Tx } from "@/lib/infra/db";

/** What bulk SQL needs of a connection: a pool's client has it, and a command's transaction too. */
export interface Statements {
  // The caller names its rows, as it does for pg's own client.
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  query<Row extends object>(text: string, values: unknown[]): Promise<{ rows: Row[] }>;
}

/** Lets bulk statements run inside a command's transaction. */
export const onTransaction = (tx: Tx): Statements => ({
  query: async (text, values) => ({ rows: await tx.$queryRawUnsafe(text, ...values) }),
});
