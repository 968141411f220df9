import { z } from "zod";
import type { Verification } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import { db, Prisma } from "@/lib/infra/db";
import { authorise, type Context, requireStepUp } from "../context";
import { beforeCommand, defineCommand, parseInput } from "../define-command";
import { newId } from "../ingest/new-id";
import { refuseTakenName, sourceConfig, sourceName } from "./add-source";
import { askProvider, keepOwnCredential, type VerificationResult } from "./ask-provider";
import { connectorEntry } from "./connector-entries";
import { type MergedConfig, mergeConfig } from "./merge-config";
import { sealConfig, unsealConfig } from "./source-config";
import { splitFiles } from "./source-files";
import { sourceOrRefuse } from "./start-run";

const command = "source.change";
const permission = "source:change" as const;
const input = z.strictObject({
  sourceId: z.uuid(),
  name: sourceName.optional(),
  config: sourceConfig.optional(),
});

type Source = Awaited<ReturnType<typeof sourceOrRefuse>>;

/** A configuration that the provider has accepted, for the row that it was made from. */
interface CheckedChange extends MergedConfig {
  before: string | null;
  verification: Verification;
}

/** What changed, and what the provider said; null where only the name did. */
interface SourceChange {
  sourceId: string;
  changed: string[];
  verification: Verification | null;
}

const keepChange = defineCommand({
  name: command,
  event: "source.changed",
  permission,
  stepUp: true,
  input: input.omit({ config: true }).extend({ checked: z.custom<CheckedChange>().nullable() }),
  run: async ({ tx, ctx, input: { sourceId, name, checked } }) => {
    const source = await sourceOrRefuse(tx, sourceId);
    const isRenamed = name !== undefined && name !== source.name;
    if (isRenamed) await refuseTakenName(tx, name, sourceId);
    const data: Prisma.SourceUpdateInput = isRenamed ? { name } : {};
    if (checked) {
      if (source.sealedSecrets !== checked.before) throw overtaken();
      const { manifest } = connectorEntry(source.connectorId);
      const sealed = await sealConfig(manifest, sourceId, checked.config);
      data.config = sealed.config as Prisma.InputJsonObject;
      data.sealedSecrets = sealed.sealedSecrets;
      data.verification = checked.verification as unknown as Prisma.InputJsonObject;
      data.verifiedAt = ctx.now;
      if (checked.isElsewhere) {
        data.sealedActions = null;
        data.actionConfig = Prisma.DbNull;
      }
    }
    const changed = [...(isRenamed ? ["name"] : []), ...(checked?.changed ?? [])];
    if (checked?.isElsewhere && source.sealedActions !== null) changed.push("write credential");
    await tx.source.update({ where: { id: sourceId }, data });
    const result: SourceChange = {
      sourceId,
      changed,
      verification: checked?.verification ?? null,
    };
    const detail = { name: source.name, changed };
    return { result, audit: { targetType: "source", targetId: sourceId, detail } };
  },
});

/**
 * Renames a source or changes its configuration. The provider is asked first: a credential that
 * does not work, or that leads to another account, is refused and nothing is changed. Fields that
 * are left out keep their value, so a secret need not be typed again; null takes one away.
 */
export const changeSource = Object.assign(
  async (ctx: Context, raw: z.input<typeof input>): Promise<SourceChange> => {
    const { source, name, checked } = await beforeCommand(ctx, command, () => check(ctx, raw));
    const result = await keepChange(ctx, { sourceId: source.id, name, checked });
    if (checked) {
      const { verification, hasSecrets } = checked;
      await keepOwnCredential({ ...source, hasSecrets }, verification, ctx.now);
    }
    return result;
  },
  { command, permission, input, stepUp: true },
);

async function check(ctx: Context, raw: z.input<typeof input>) {
  authorise(ctx, permission);
  requireStepUp(ctx);
  const { sourceId, name, config } = parseInput(input, raw);
  const source = await sourceOrRefuse(db(), sourceId);
  if (source.isSample) {
    throw new DomainError("conflict", "The sample organisation cannot be changed.");
  }
  return { source, name, checked: config ? await checkConfig(source, config) : null };
}

async function checkConfig(
  source: Source,
  given: Record<string, unknown>,
): Promise<CheckedChange | null> {
  const entry = connectorEntry(source.connectorId);
  if (splitFiles(entry.manifest, {}).isFedByFiles) {
    throw new DomainError(
      "conflict",
      "This source is fed by files: send new ones on its page. Only its name can change. Nothing was changed.",
    );
  }
  const merged = mergeConfig(entry.manifest, await unsealConfig(source), given);
  if (merged.changed.length === 0 && !merged.isSecretGiven) return null;
  // Not under the source's id: what a refused credential saw must not be remembered for it.
  const answer = await askProvider(entry, merged.config, newId());
  if (!answer.ok) throw doesNotWork(answer);
  refuseOtherTarget(source.verification as Verification | null, answer.verification);
  return { ...merged, before: source.sealedSecrets, verification: answer.verification };
}

function doesNotWork({ code, message }: Extract<VerificationResult, { ok: false }>): DomainError {
  const isPassing = code === "unavailable" || code === "rate_limited";
  return new DomainError(
    isPassing ? "unavailable" : "invalid_input",
    `The connection does not work with this. ${message} Nothing was changed.`,
  );
}

function refuseOtherTarget(before: Verification | null, after: Verification): void {
  if (!before) return;
  const isSame =
    before.target !== undefined && after.target !== undefined
      ? before.target === after.target
      : before.scope === after.scope;
  if (isSame) return;
  throw new DomainError(
    "conflict",
    `This source reads ${before.scope}; with this it would read ${after.scope}. One source holds one inventory, so connect a second source for the other. Nothing was changed.`,
  );
}

const overtaken = (): DomainError =>
  new DomainError(
    "conflict",
    "Somebody else changed this source meanwhile. Look at it again. Nothing was changed.",
  );
