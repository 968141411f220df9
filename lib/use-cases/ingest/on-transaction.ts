import type { Tx } from "@/lib/infra/db";

/** What bulk SQL needs of a connection: a pool's client has it, and a command's transaction too. */
export interface Statements {
  query(text: string, values: unknown[]): Promise<{ rowCount: number | null }>;
}

/** Lets bulk statements that return no rows run inside a command's transaction. */
export const onTransaction = (tx: Tx): Statements => ({
  query: async (text, values) => ({ rowCount: await tx.$executeRawUnsafe(text, ...values) }),
});
