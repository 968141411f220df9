import { z } from "zod";
import type { Verification } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import { db, inTransaction, type Prisma } from "@/lib/infra/db";
import { authorise, type Context } from "../context";
import { defineCommand, parseInput } from "../define-command";
import { newId } from "../ingest/new-id";
import { sourceConfig } from "./add-source";
import { connectorEntry } from "./connector-entries";
import { ioFor } from "./open-connection";
import { listOwnCredential } from "./own-credential";
import { openConfig } from "./source-config";
import { asConnectorError } from "./sync-error";

export const verifyInput = z.union([
  z.strictObject({ sourceId: z.uuid() }),
  z.strictObject({ connectorId: z.string().max(50), config: sourceConfig }),
]);
const wallMs = 30_000;

/** The outcome of a verification: an answer, or why there is none. */
export type VerificationResult =
  | { ok: true; verification: Verification }
  | { ok: false; code: string; message: string };

const recordVerification = defineCommand({
  name: "source.verify",
  event: "source.verified",
  permission: "source:add",
  input: z.strictObject({
    sourceId: z.uuid().nullable(),
    connectorId: z.string(),
    outcome: z.string(),
    verification: z.unknown(),
  }),
  run: async ({ tx, input }) => {
    if (input.sourceId && input.verification) {
      const verification = input.verification as Prisma.InputJsonObject;
      await tx.source.update({ where: { id: input.sourceId }, data: { verification } });
    }
    const detail = { connector: input.connectorId, outcome: input.outcome };
    return {
      result: null,
      audit: {
        targetType: "source",
        ...(input.sourceId ? { targetId: input.sourceId } : {}),
        detail,
      },
    };
  },
});

/**
 * Asks the provider whether a credential works and what it may read: outside any transaction,
 * audited either way. For a stored source the answer is kept with it.
 */
export async function verifySource(
  ctx: Context,
  raw: z.input<typeof verifyInput>,
): Promise<VerificationResult> {
  const { source, connectorId, entry, config } = await prepare(ctx, raw).catch(
    async (error: unknown) => {
      // Refused alike by the command where the person may not; either way there is an audit row.
      const outcome = error instanceof DomainError ? error.code : "failed";
      await recordVerification(ctx, {
        sourceId: null,
        connectorId: "",
        outcome,
        verification: null,
      });
      throw error;
    },
  );
  const result = await ask(async (signal) => {
    const connector = await entry.load();
    const connection = await connector.connect(config, ioFor(source?.id ?? newId(), signal));
    try {
      return await connection.verify();
    } finally {
      await connection.close?.();
    }
  });
  await recordVerification(ctx, {
    sourceId: source?.id ?? null,
    connectorId,
    outcome: result.ok ? "works" : result.code,
    verification: result.ok ? result.verification : null,
  });
  if (source && result.ok && (source.sealedSecrets !== null || result.verification.self)) {
    const { id } = source;
    const isFirstReading = source.lastCompleteAt === null;
    await inTransaction((client) =>
      listOwnCredential(
        client,
        { id, connectorId, runId: null, isFirstReading },
        result.verification,
        ctx.now,
      ),
    );
  }
  return result;
}

async function prepare(ctx: Context, raw: z.input<typeof verifyInput>) {
  authorise(ctx, "source:add");
  const input = parseInput(verifyInput, raw);
  const source = "sourceId" in input ? await storedSource(input.sourceId) : null;
  const connectorId = source?.connectorId ?? ("connectorId" in input ? input.connectorId : "");
  const entry = connectorEntry(connectorId);
  const config =
    source || !("config" in input)
      ? await openConfig(entry.manifest, source as NonNullable<typeof source>)
      : parseInput(entry.manifest.config, input.config);
  return { source, connectorId, entry, config };
}

async function storedSource(id: string) {
  const source = await db().source.findUnique({ where: { id } });
  if (!source || source.removedAt)
    throw new DomainError("not_found", "This source does not exist any more.");
  return source;
}

async function ask(
  work: (signal: AbortSignal) => Promise<Verification>,
): Promise<VerificationResult> {
  try {
    return { ok: true, verification: await work(AbortSignal.timeout(wallMs)) };
  } catch (error) {
    const { code, message } = asConnectorError(error);
    return { ok: false, code, message };
  }
}
