import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { SavedView } from "@/lib/domain/inventory/saved-view";
import type { Tx } from "@/lib/infra/db";
import { actorName, type Context, personIdOf, reachOf } from "../context";
import { defineCommand } from "../define-command";

const viewName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .refine((value) => !/\p{Cc}/u.test(value), "must not hold control characters");
const fields = {
  name: viewName,
  page: z.literal("identities").default("identities"),
  query: z.string().max(4_000),
  shared: z.boolean().default(false),
  isDefault: z.boolean().default(false),
};
const viewLimit = 100;

function owning(ctx: Context): string {
  const personId = personIdOf(ctx);
  if (personId) return personId;
  throw new DomainError("forbidden", "Only a person can keep views.");
}

function checkShare(ctx: Context, shared: boolean | undefined): void {
  if (!shared || reachOf(ctx, "view:share") === "all") return;
  throw new DomainError(
    "forbidden",
    "Your role does not share views. Save it for yourself instead.",
  );
}

type Row = Awaited<ReturnType<Tx["savedView"]["findUniqueOrThrow"]>>;
const shown = (row: Row, by: string): SavedView => ({
  id: row.id,
  name: row.name,
  page: row.page,
  query: row.query,
  shared: row.shared,
  isDefault: row.isDefault,
  mine: true,
  by,
});

/** One change of a person's views after the other: what each checks still holds when it writes. */
async function oneByOne(tx: Tx, ctx: Context): Promise<string> {
  const personId = owning(ctx);
  await tx.$queryRaw`SELECT 1 FROM person WHERE id = ${personId}::uuid FOR NO KEY UPDATE`;
  return personId;
}

async function clearDefault(tx: Tx, personId: string, page: string): Promise<void> {
  await tx.savedView.updateMany({
    where: { personId, page, isDefault: true },
    data: { isDefault: false },
  });
}

async function refuseTaken(
  tx: Tx,
  personId: string,
  page: string,
  name: string,
  except?: string,
): Promise<void> {
  const taken = await tx.savedView.findFirst({ where: { personId, page, name } });
  if (!taken || taken.id === except) return;
  throw new DomainError(
    "conflict",
    `You already have a view called "${name}". Choose another name.`,
    {
      fields: { name: "is taken" },
    },
  );
}

/** Keeps the page's present state under a name. */
export const saveView = defineCommand({
  name: "view.save",
  event: "view.saved",
  permission: "view:save",
  input: z.strictObject(fields),
  run: async ({ tx, ctx, input }) => {
    checkShare(ctx, input.shared);
    const personId = await oneByOne(tx, ctx);
    await refuseTaken(tx, personId, input.page, input.name);
    if ((await tx.savedView.count({ where: { personId } })) >= viewLimit) {
      throw new DomainError("too_large", `You already keep ${viewLimit} views. Delete one first.`);
    }
    if (input.isDefault) await clearDefault(tx, personId, input.page);
    const row = await tx.savedView.create({ data: { ...input, personId } });
    return {
      result: shown(row, actorName(ctx)),
      audit: {
        targetType: "view",
        targetId: row.id,
        detail: { name: row.name, shared: row.shared },
      },
    };
  },
});

async function mine(tx: Tx, ctx: Context, id: string): Promise<Row> {
  const row = await tx.savedView.findFirst({ where: { id, personId: owning(ctx) } });
  if (row) return row;
  throw new DomainError("not_found", "There is no such view of yours.");
}

/** Renames, replaces, shares or makes default one's own view. */
export const changeView = defineCommand({
  name: "view.change",
  event: "view.changed",
  permission: "view:save",
  input: z.strictObject({
    id: z.uuid(),
    name: viewName.optional(),
    query: z.string().max(4_000).optional(),
    shared: z.boolean().optional(),
    isDefault: z.boolean().optional(),
  }),
  run: async ({ tx, ctx, input: { id, ...changes } }) => {
    checkShare(ctx, changes.shared);
    await oneByOne(tx, ctx);
    const before = await mine(tx, ctx, id);
    if (changes.name) await refuseTaken(tx, before.personId, before.page, changes.name, id);
    if (changes.isDefault) await clearDefault(tx, before.personId, before.page);
    const row = await tx.savedView.update({ where: { id }, data: changes });
    return {
      result: shown(row, actorName(ctx)),
      audit: { targetType: "view", targetId: id, detail: { name: row.name, shared: row.shared } },
    };
  },
});

export const deleteView = defineCommand({
  name: "view.delete",
  event: "view.deleted",
  permission: "view:save",
  input: z.strictObject({ id: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const row = await mine(tx, ctx, input.id);
    await tx.savedView.delete({ where: { id: row.id } });
    return {
      result: { deleted: row.id },
      audit: { targetType: "view", targetId: row.id, detail: { name: row.name } },
    };
  },
});
