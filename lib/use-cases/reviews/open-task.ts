import { valueOf, type Fact } from "@/lib/domain/evidence";
import type { Prisma, Tx } from "@/lib/infra/db";

type Item = Awaited<ReturnType<Tx["reviewItem"]["findUniqueOrThrow"]>>;
interface Entitlement {
  service: string;
  entitlement: string;
  target: string;
  level: string;
}
interface Suggestion {
  because: string;
  keep: Entitlement[];
  takeAway: Entitlement[];
}

const rotateSteps = [
  "Create a second credential beside this one.",
  "Put it where the old one is used and watch the first use of it here after a sync.",
  "When the old one shows no use any more, disable it, wait a day, and delete it.",
];
const reduceSteps = [
  "Compare the suggestion below with what its owner says it does.",
  "Take away what is not needed at the provider, the widest first.",
  "After the next sync this identity shows what is left.",
];

/** Grants at `high` or `admin` go first; a service that was used last stays. */
const wide = new Set(["admin", "high"]);

/**
 * What to keep and what to take away. No connected provider says which single grant is used, so the
 * suggestion rests on the service of the last use and on how wide each grant is, and says so.
 */
async function suggestScope(tx: Tx, item: Item): Promise<Suggestion> {
  const facts = (item.evidence as { facts?: Record<string, Fact<string | null>> }).facts ?? {};
  const used = valueOf(facts.lastUsedDetail);
  const grants = await tx.grant.findMany({
    where: { identityId: item.identityId ?? "", missingSince: null },
    select: { service: true, entitlement: true, target: true, level: true },
    orderBy: [{ service: "asc" }, { entitlement: "asc" }],
    take: 500,
  });
  const words = used?.toLowerCase().split(/[^a-z0-9-]+/) ?? [];
  const isUsed = (grant: Entitlement): boolean => words.includes(grant.service.toLowerCase());
  const knowsUse = grants.some(isUsed);
  const goes = (grant: Entitlement): boolean =>
    wide.has(grant.level) || (knowsUse && !isUsed(grant));
  return {
    because: knowsUse
      ? `Its last use was ${used}. Grants for other services, and the widest ones, are suggested to go.`
      : "The source does not say which grants are used; the widest ones are suggested to go.",
    keep: grants.filter((grant) => !goes(grant)),
    takeAway: grants.filter(goes),
  };
}

/** Writes the work that a decision leaves for a person; the same item never has two of a kind. */
export async function openTask(tx: Tx, item: Item, now: Date): Promise<string> {
  const kind = item.decision === "rotate" ? "rotate" : "reduce_scope";
  const isRotation = kind === "rotate";
  const of = item.subject === "credential" ? `${item.name} of ${item.identityName}` : item.name;
  const data = {
    title: isRotation ? `Rotate ${of}` : `Reduce what ${of} can reach`,
    instructions: (isRotation ? rotateSteps : reduceSteps).join("\n"),
    assigneeId: item.ownerId ?? item.decidedById,
    state: "open",
    note: item.reason,
    createdAt: now,
    finishedAt: null,
    finishedBy: null,
    ...(isRotation
      ? {}
      : { suggestion: (await suggestScope(tx, item)) as unknown as Prisma.InputJsonObject }),
  };
  const { id: itemId, campaignId, identityId, credentialId } = item;
  const task = await tx.reviewTask.upsert({
    where: { itemId_kind: { itemId, kind } },
    create: { kind, itemId, campaignId, identityId, credentialId, ...data },
    update: data,
  });
  return task.id;
}
