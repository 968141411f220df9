import { z } from "zod";
import { type Checkpoint, checkpointStatement } from "@/lib/domain/evidence-pack/checkpoint";
import { genesisHash } from "@/lib/infra/audit-chain";
import { db } from "@/lib/infra/db";
import { evidenceSigner } from "@/lib/infra/signing";
import { systemContext } from "../context";
import { defineCommand } from "../define-command";
import { notify } from "../notices/notify";
import { deliver, type Delivery } from "./deliver";
import { digestAt } from "./plain-chain";
import { checkpointTargets } from "./settings";

const trouble = z.strictObject({
  target: z.string(),
  place: z.string(),
  error: z.string().nullable(),
});
const noted = { targetType: "audit-log" } as const;
const noteUndelivered = defineCommand({
  name: "checkpoint.deliver",
  event: "checkpoint.undelivered",
  permission: "setting:change",
  input: trouble,
  run: async ({ tx, ctx, input }) => {
    await notify(tx, {
      event: "checkpoint.failing",
      subject: { type: "audit_log", id: null },
      recipients: { holding: "audit:verify" },
      data: { destination: input.place, reason: input.error ?? "It did not take it." },
      dedupeKey: `${input.target}:${input.place}:${ctx.now.toISOString()}`,
      at: ctx.now,
    });
    return { result: null, audit: { ...noted, detail: input } };
  },
});
const noteDelivered = defineCommand({
  name: "checkpoint.deliver-again",
  event: "checkpoint.delivered-again",
  permission: "setting:change",
  input: trouble,
  run: async ({ input }) => ({ result: null, audit: { ...noted, detail: input } }),
});

async function sign(now: Date): Promise<Checkpoint> {
  const last = await db().auditEvent.findFirst({
    orderBy: { seq: "desc" },
    select: { seq: true, hash: true },
  });
  const size = last?.seq ?? 0n;
  const { keyId, publicKey, sign: signature } = await evidenceSigner();
  const statement = {
    format: "muster-audit-checkpoint-1" as const,
    at: now.toISOString(),
    size: size.toString(),
    hash: last?.hash ?? genesisHash,
    digest: await digestAt(size),
    keyId,
    publicKey,
  };
  return { ...statement, signature: signature(checkpointStatement(statement)) };
}

/** Each place's state, with since when; a change of it is an entry of the audit log. */
async function withHistory(
  now: Date,
  before: readonly Delivery[],
  found: readonly Omit<Delivery, "since">[],
): Promise<Delivery[]> {
  const ctx = systemContext("checkpoint", now);
  const deliveries: Delivery[] = [];
  for (const one of found) {
    const { target, place, ok, error } = one;
    const earlier = before.find((line) => line.target === target && line.place === place);
    const isSame = earlier?.ok === ok;
    deliveries.push({ ...one, since: isSame ? earlier.since : now.toISOString() });
    if (!ok && !isSame) await noteUndelivered(ctx, { target, place, error });
    if (ok && earlier && !isSame) await noteDelivered(ctx, { target, place, error });
  }
  return deliveries;
}

/**
 * Signs the head of the audit log and takes it to the chosen places. Not a command: an entry for
 * each would let the log grow by watching it. A place that stops or starts again is one.
 */
export async function writeCheckpoint(now: Date): Promise<{ size: string; failed: number }> {
  const checkpoint = await sign(now);
  const before = await db().auditCheckpoint.findFirst({ orderBy: { at: "desc" } });
  const { format: _format, at: _at, size, ...fields } = checkpoint;
  const { id } = await db().auditCheckpoint.create({
    data: { ...fields, size: BigInt(size), at: now, deliveries: [] },
    select: { id: true },
  });
  const found = await deliver(checkpoint, await checkpointTargets());
  const earlier = (before?.deliveries ?? []) as unknown as Delivery[];
  const deliveries = await withHistory(now, earlier, found);
  await db().auditCheckpoint.update({
    where: { id },
    data: { deliveries: deliveries.map((line) => ({ ...line })) },
  });
  return { size, failed: deliveries.filter((line) => !line.ok).length };
}
