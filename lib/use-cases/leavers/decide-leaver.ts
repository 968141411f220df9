import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { keep, succeed, type Succession, type Tied } from "@/lib/domain/ownership/succession";
import { reasonText } from "@/lib/domain/reason";
import { db, type Tx } from "@/lib/infra/db";
import { actorName, authorise, type Context, personIdOf } from "../context";
import { beforeCommand, defineCommand, parseInput } from "../define-command";
import { activePerson, changeOwners } from "../identities/change-owners";
import { Parameters } from "../identities/parameters";
import { requestOffboarding } from "../offboarding/request-offboarding";
import { holdPeopleStill } from "../people/presence-lock";
import { collectTies } from "./open-leaver";

const mostItems = 10_000;

/** The open case with its ties as they are now; two people deciding wait for each other. */
async function openCase(tx: Tx, leaverId: string): Promise<{ personId: string; name: string }> {
  await holdPeopleStill(tx);
  const [row] = await tx.$queryRaw<{ person_id: string; name: string; closed_at: Date | null }[]>`
    SELECT l.person_id, l.closed_at, p.name FROM leaver l JOIN person p ON p.id = l.person_id
    WHERE l.id = ${leaverId}::uuid FOR UPDATE OF l`;
  if (!row) throw new DomainError("not_found", "There is no such leaver.");
  if (row.closed_at) {
    throw new DomainError("conflict", "Everything of this person is decided. Nothing was changed.");
  }
  await collectTies(tx, leaverId, row.person_id);
  return { personId: row.person_id, name: row.name };
}

const undecided = (tx: Tx, leaverId: string, ids: readonly string[] | null): Promise<Tied[]> =>
  tx.$queryRaw<Tied[]>`
    SELECT it.identity_id AS "identityId", i.owner_id AS "ownerId",
      coalesce(w.status = 'active', false) AS "ownerActive", o.backup_owner_id AS "backupId",
      coalesce(b.status = 'active', false) AS "backupActive"
    FROM leaver_item it JOIN identity i ON i.id = it.identity_id
    LEFT JOIN identity_ownership o ON o.identity_id = i.id
    LEFT JOIN person w ON w.id = i.owner_id LEFT JOIN person b ON b.id = o.backup_owner_id
    WHERE it.leaver_id = ${leaverId}::uuid AND it.decision IS NULL
      AND (${ids}::uuid[] IS NULL OR it.identity_id = ANY(${ids}::uuid[]))
    ORDER BY it.identity_id LIMIT ${mostItems}`;

/** Writes owners, backups and decisions, then closes the case if nothing is left. */
async function apply(
  tx: Tx,
  ctx: Context,
  leaverId: string,
  steps: readonly Succession[],
  outcome: { note: string | null; offboarding?: boolean },
): Promise<{ left: number }> {
  const ids = steps.map(({ identityId }) => identityId);
  const owned = steps.filter((step) => step.owner !== undefined);
  if (owned.length > 0) {
    const p = new Parameters();
    const wanted = `SELECT * FROM unnest(${p.add(owned.map((step) => step.identityId))}::uuid[],
      ${p.add(owned.map((step) => step.owner))}::uuid[]) AS w(id, owner)`;
    await changeOwners(tx, wanted, p, ctx.now);
  }
  const backed = steps.filter((step) => step.backup !== undefined);
  await tx.$executeRaw`
    UPDATE identity_ownership o SET backup_owner_id = s.backup, changed_at = ${ctx.now}
    FROM unnest(${backed.map((step) => step.identityId)}::uuid[],
      ${backed.map((step) => step.backup ?? null)}::uuid[]) AS s(id, backup)
    WHERE o.identity_id = s.id`;
  await tx.$executeRaw`
    UPDATE leaver_item it SET decision = s.decision, decided_at = ${ctx.now}, decided_by = ${actorName(ctx)},
      note = ${outcome.note}, case_id = (SELECT c.id FROM offboarding_case c
        WHERE c.identity_id = s.id AND c.closed_at IS NULL ORDER BY c.created_at DESC LIMIT 1)
    FROM unnest(${ids}::uuid[], ${steps.map((step) => (outcome.offboarding ? "offboarding" : step.decision))}::text[])
      AS s(id, decision)
    WHERE it.leaver_id = ${leaverId}::uuid AND it.identity_id = s.id`;
  const left = await tx.leaverItem.count({ where: { leaverId, decision: null } });
  if (left === 0) {
    await tx.leaver.update({
      where: { id: leaverId },
      data: { closedAt: ctx.now, outcome: "handled" },
    });
  }
  return { left };
}

const which = {
  leaverId: z.uuid(),
  /** Left out: everything that is undecided. */
  identityIds: z.array(z.uuid()).min(1).max(1_000).optional(),
};
const note = z.string().trim().max(1_000).optional();

/**
 * Puts somebody in the leaver's place, the backup where nobody is named, or leaves identities with
 * the active owner they have. What cannot be decided that way stays undecided and is counted.
 */
export const decideLeaver = defineCommand({
  name: "leaver.decide",
  event: "leaver.decided",
  permission: "leaver:decide",
  input: z.strictObject({
    ...which,
    decision: z.enum(["reassign", "keep"]),
    personId: z.uuid().optional(),
    note,
  }),
  run: async ({ tx, ctx, input }) => {
    const leaver = await openCase(tx, input.leaverId);
    if (input.personId) await activePerson(tx, input.personId);
    const items = await undecided(tx, input.leaverId, input.identityIds ?? null);
    const steps = items.flatMap((item) => {
      const step =
        input.decision === "keep"
          ? keep(item, leaver.personId)
          : succeed(item, leaver.personId, input.personId ?? null);
      return step ? [step] : [];
    });
    const { left } = await apply(tx, ctx, input.leaverId, steps, { note: input.note ?? null });
    const counts = { decided: steps.length, skipped: items.length - steps.length, left };
    return {
      result: counts,
      audit: {
        targetType: "leaver",
        targetId: input.leaverId,
        detail: {
          person: leaver.name,
          decision: input.decision,
          to: input.personId ?? null,
          ids: steps.slice(0, 100).map((step) => step.identityId),
          ...counts,
        },
      },
    };
  },
});

/** Hands what is being offboarded to whoever answers until it is gone. */
const noteOffboarding = defineCommand({
  name: "leaver.offboard",
  event: "leaver.offboarding-requested",
  permission: "leaver:decide",
  input: z.strictObject({ ...which, identityIds: z.array(z.uuid()), reason: reasonText }),
  run: async ({ tx, ctx, input }) => {
    const leaver = await openCase(tx, input.leaverId);
    const items = await undecided(tx, input.leaverId, input.identityIds);
    const steps = items.map(
      (item): Succession =>
        succeed(item, leaver.personId, null) ??
        succeed(item, leaver.personId, personIdOf(ctx)) ?? {
          identityId: item.identityId,
          decision: "reassigned",
          owner: null,
        },
    );
    const { left } = await apply(tx, ctx, input.leaverId, steps, {
      note: input.reason,
      offboarding: true,
    });
    return {
      result: { decided: steps.length, skipped: 0, left },
      audit: {
        targetType: "leaver",
        targetId: input.leaverId,
        detail: { person: leaver.name, ids: input.identityIds.slice(0, 100), left },
      },
    };
  },
});

const offboardInput = z.strictObject({
  leaverId: z.uuid(),
  identityIds: z.array(z.uuid()).min(1).max(200),
  reason: reasonText,
});

/**
 * Opens a case for each identity, then writes the decisions down. Stopped half-way, the cases that
 * were opened are found again by the next try.
 */
async function offboard(ctx: Context, raw: z.input<typeof offboardInput>) {
  const input = await beforeCommand(ctx, "leaver.offboard", async () => {
    authorise(ctx, "leaver:decide");
    const parsed = parseInput(offboardInput, raw);
    const tied = await db().leaverItem.count({
      where: { leaverId: parsed.leaverId, identityId: { in: parsed.identityIds }, decision: null },
    });
    if (tied === new Set(parsed.identityIds).size) return parsed;
    throw new DomainError(
      "conflict",
      "Something of this is decided already. Look at the list again.",
    );
  });
  for (const identityId of input.identityIds) {
    const open = await db().offboardingCase.findFirst({ where: { identityId, closedAt: null } });
    if (!open) await requestOffboarding(ctx, { identityId, reason: input.reason });
  }
  return noteOffboarding(ctx, input);
}

export const offboardLeaverItems = Object.assign(offboard, {
  command: "leaver.offboard",
  permission: "leaver:decide" as const,
  input: offboardInput,
});
