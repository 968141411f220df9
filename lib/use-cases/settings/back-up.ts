import { z } from "zod";
import { type BackupSummary, readBackup, writeBackup } from "@/lib/infra/backup";
import { authorise, type Context } from "../context";
import { defineCommand, parseInput } from "../define-command";
import { checkKeys } from "./check-keys";

const input = z.strictObject({ file: z.string().min(1).max(4_000) });
const summary = z.strictObject({ file: z.string(), tables: z.number(), rows: z.number() });

const recordBackup = defineCommand({
  name: "backup.create",
  event: "backup.created",
  permission: "backup:create",
  stepUp: true,
  input: summary,
  run: async ({ input: detail }) => ({ result: null, audit: { targetType: "database", detail } }),
});

const recordRestore = defineCommand({
  name: "backup.restore",
  event: "backup.restored",
  permission: "backup:restore",
  stepUp: true,
  input: summary,
  run: async ({ input: detail }) => ({ result: null, audit: { targetType: "database", detail } }),
});

/** Writes a backup of the database to a file. The key file is apart, and must be kept apart. */
export async function backUp(ctx: Context, raw: z.input<typeof input>): Promise<BackupSummary> {
  authorise(ctx, "backup:create");
  const { file } = parseInput(input, raw);
  const result = await writeBackup(file, ctx.now);
  await recordBackup(ctx, { file, ...result });
  return result;
}

/** Fills this empty database from a backup and checks that the keys at hand open its values. */
export async function restore(ctx: Context, raw: z.input<typeof input>): Promise<BackupSummary> {
  authorise(ctx, "backup:restore");
  const { file } = parseInput(input, raw);
  const result = await readBackup(file, checkKeys);
  await recordRestore(ctx, { file, ...result });
  return result;
}
