import { z } from "zod";
import type { Verification } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import { db, type Prisma } from "@/lib/infra/db";
import { authorise, type Context } from "../context";
import { defineCommand, parseInput } from "../define-command";
import { newId } from "../ingest/new-id";
import { sourceConfig } from "./add-source";
import { askProvider, keepOwnCredential, type VerificationResult } from "./ask-provider";
import { connectorEntry } from "./connector-entries";
import { openConfig } from "./source-config";
import { movedTarget } from "./source-target";
import { sourceOrRefuse } from "./start-run";

export const verifyInput = z.union([
  z.strictObject({
    sourceId: z.uuid(),
    /** A person says that the source is meant to read another account from now on. */
    acceptTarget: z.boolean().default(false),
  }),
  z.strictObject({ connectorId: z.string().max(50), config: sourceConfig }),
]);

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
      await tx.source.update({
        where: { id: input.sourceId },
        data: { verification, verifiedAt: new Date() },
      });
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

async function verify(ctx: Context, raw: z.input<typeof verifyInput>): Promise<VerificationResult> {
  const { source, connectorId, entry, config, acceptTarget } = await prepare(ctx, raw).catch(
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
  const answer = await askProvider(entry, config, source?.id ?? newId());
  const result = acceptTarget ? answer : refuseMoved(source?.verification ?? null, answer);
  await recordVerification(ctx, {
    sourceId: source?.id ?? null,
    connectorId,
    outcome: result.ok ? "works" : result.code,
    verification: result.ok ? result.verification : null,
  });
  if (source && result.ok) {
    const hasSecrets = source.sealedSecrets !== null;
    await keepOwnCredential({ ...source, hasSecrets }, result.verification, ctx.now);
  }
  return result;
}

/**
 * Asks the provider whether a credential works and what it may read: outside any transaction,
 * audited either way. For a stored source the answer is kept with it.
 */
export const verifySource = Object.assign(verify, {
  command: recordVerification.command,
  permission: recordVerification.permission,
  input: verifyInput,
});

async function prepare(ctx: Context, raw: z.input<typeof verifyInput>) {
  authorise(ctx, "source:add");
  const input = parseInput(verifyInput, raw);
  const acceptTarget = "acceptTarget" in input && input.acceptTarget;
  if (acceptTarget) authorise(ctx, "source:change");
  const source = "sourceId" in input ? await sourceOrRefuse(db(), input.sourceId) : null;
  const connectorId = source?.connectorId ?? ("connectorId" in input ? input.connectorId : "");
  const entry = connectorEntry(connectorId);
  const config =
    source || !("config" in input)
      ? await openConfig(entry.manifest, source as NonNullable<typeof source>)
      : parseInput(entry.manifest.config, input.config);
  return { source, connectorId, entry, config, acceptTarget };
}

/** An answer of another account is none for this source: kept, the next sync would read that one. */
function refuseMoved(noted: unknown, answer: VerificationResult): VerificationResult {
  if (!answer.ok) return answer;
  const moved = movedTarget(noted as Verification | null, answer.verification);
  if (!moved) return answer;
  return { ok: false, code: "other_target", message: `${moved.message} ${moved.todo}` };
}
