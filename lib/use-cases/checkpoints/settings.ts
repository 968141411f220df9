import { z } from "zod";
import { webAddress } from "@/lib/domain/notices/web-address";
import { checkpointFile } from "@/lib/infra/checkpoint-file";
import { db } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { defineQuery } from "../define-query";

const settingName = "audit.checkpoints";

const host = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9.:[\]-]+$/, "must be a host name or an address");

const targetsSchema = z.strictObject({
  file: z.boolean(),
  syslog: z
    .strictObject({
      host,
      port: z.number().int().min(1).max(65_535),
      transport: z.enum(["udp", "tcp"]),
    })
    .nullable(),
  webhook: z.strictObject({ url: webAddress }).nullable(),
});
export type CheckpointTargets = z.output<typeof targetsSchema>;

/** Without a choice: to the file. */
const usual: CheckpointTargets = { file: true, syslog: null, webhook: null };

export async function checkpointTargets(): Promise<CheckpointTargets> {
  const row = await db().setting.findUnique({ where: { name: settingName } });
  const parsed = targetsSchema.safeParse(row?.value);
  return parsed.success ? parsed.data : usual;
}

/** Where checkpoints go, and the file's path, which only the server's operator can change. */
export const getCheckpointSettings = defineQuery({
  permission: "setting:read",
  input: z.strictObject({}),
  run: async () => ({ targets: await checkpointTargets(), path: checkpointFile() }),
});

/** Chooses where checkpoints go. The address of a webhook is not a secret: checkpoints are signed, not hidden. */
export const changeCheckpointSettings = defineCommand({
  name: "checkpoint.configure",
  event: "checkpoint.configured",
  permission: "setting:change",
  stepUp: true,
  input: targetsSchema,
  run: async ({ tx, ctx, input }) => {
    await tx.setting.upsert({
      where: { name: settingName },
      create: { name: settingName, value: input, updatedAt: ctx.now },
      update: { value: input, updatedAt: ctx.now },
    });
    const { file, syslog, webhook } = input;
    const detail = {
      file,
      syslog: syslog ? `${syslog.transport} ${syslog.host}:${syslog.port}` : null,
      webhook: webhook ? new URL(webhook.url).host : null,
    };
    return { result: null, audit: { targetType: "audit-log", detail } };
  },
});
