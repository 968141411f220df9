import { z } from "zod";
import { sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";

/** A file that feeds a source, without its content. */
export interface SourceFile {
  id: string;
  name: string;
  kind: string;
  bytes: number;
  /** When it was uploaded, ISO 8601. */
  at: string;
}

/** The stored files of a source, oldest first. */
export async function filesOf(sourceId: string): Promise<SourceFile[]> {
  const rows = await sql<Omit<SourceFile, "at"> & { created_at: Date }>(
    "SELECT id, name, kind, bytes, created_at FROM upload WHERE source_id = $1 ORDER BY created_at, id",
    [sourceId],
  );
  return rows.map(({ created_at, ...file }) => ({ ...file, at: created_at.toISOString() }));
}

/** Which files a source is read from. */
export const listFiles = defineQuery({
  permission: "source:read",
  input: z.strictObject({ sourceId: z.uuid() }),
  run: async ({ input }): Promise<{ items: SourceFile[] }> => ({
    items: await filesOf(input.sourceId),
  }),
});
