import { Prisma, type Tx } from "@/lib/infra/db";
import { notify } from "../notices/notify";
import { endSignInLinks } from "../people/replace-password";
import { waitForAssignments } from "../people/presence-lock";
import { scoreAgain } from "../scoring/score-again";

export type LeaverCause = "disabled_by_hand" | "disabled_by_directory" | "deleted_by_directory";

/**
 * How a person is tied to identities: what Muster keeps, and what sources say of their address,
 * their directory name, or a name that nobody else has. What they own counts though its source
 * does not list it now: it may come back.
 */
const tiesSql = `WITH me AS (SELECT * FROM person WHERE id = $2::uuid),
  keys AS (SELECT lower(k) AS key FROM me, unnest(ARRAY[email, user_name, CASE WHEN NOT EXISTS (
    SELECT 1 FROM person p WHERE p.id <> me.id AND lower(p.name) = lower(me.name)) THEN name END]) k
    WHERE k IS NOT NULL),
  kept AS (
    SELECT id AS identity_id, 'owner' AS tie FROM identity WHERE owner_id = $2::uuid
    UNION SELECT identity_id, 'backup' FROM identity_ownership WHERE backup_owner_id = $2::uuid),
  said AS (
    SELECT identity_id, CASE WHEN method IN ('creator', 'audit_creator') THEN 'creator' ELSE 'holder' END AS tie
      FROM owner_candidate JOIN keys ON lower(candidate) = key
      WHERE rejected_at IS NULL AND method IN ('creator', 'audit_creator', 'explicit_owner', 'disabled_owner', 'tag', 'container')
    UNION SELECT id, 'creator' FROM identity JOIN keys ON lower(facts #>> '{createdBy,value}') = key
    UNION SELECT identity_id, 'creator' FROM credential JOIN keys ON lower(facts #>> '{createdBy,value}') = key
      WHERE missing_since IS NULL
    UNION SELECT identity_id, 'holder' FROM trust JOIN keys ON lower(principal) = key WHERE missing_since IS NULL
    UNION SELECT c.identity_id, 'approver' FROM offboarding_approval a JOIN offboarding_case c ON c.id = a.case_id
      WHERE a.person_id = $2::uuid AND a.decision = 'approved' AND c.identity_id IS NOT NULL),
  tie AS (SELECT * FROM kept UNION
    SELECT s.* FROM said s JOIN identity i ON i.id = s.identity_id AND i.missing_since IS NULL)`;

/** Writes down every identity tied to the leaver; one that ties them again is undecided again. */
export async function collectTies(tx: Tx, leaverId: string, personId: string): Promise<void> {
  await tx.$executeRawUnsafe(
    `${tiesSql}
     INSERT INTO leaver_item (leaver_id, identity_id, ties)
     SELECT $1::uuid, identity_id, array_agg(DISTINCT tie ORDER BY tie) FROM tie GROUP BY identity_id
     ON CONFLICT (leaver_id, identity_id) DO UPDATE SET ties = excluded.ties,
       decision = NULL, decided_at = NULL, decided_by = NULL
     WHERE leaver_item.decision IS NULL OR excluded.ties && ARRAY['owner', 'backup']`,
    leaverId,
    personId,
  );
}

/** Shuts a person out: sessions end, tokens are revoked for good, and what was theirs waits for a decision. */
export async function letGo(
  tx: Tx,
  personId: string,
  because: LeaverCause,
  now: Date,
): Promise<{ sessionsEnded: number; tokensRevoked: number; toDecide: number }> {
  await waitForAssignments(tx);
  await tx.person.update({
    where: { id: personId },
    data: { status: "disabled", disabledAt: now },
  });
  const sessions = await tx.session.updateMany({
    where: { personId, endedAt: null },
    data: { endedAt: now, endedBecause: "person disabled" },
  });
  const tokens = await tx.apiToken.updateMany({
    where: { personId, revokedAt: null },
    data: { revokedAt: now, revokedBecause: "person_disabled" },
  });
  await endSignInLinks(tx, personId, now);
  const open = await tx.leaver.findFirst({ where: { personId, closedAt: null } });
  const leaver = open ?? (await tx.leaver.create({ data: { personId, because, openedAt: now } }));
  await collectTies(tx, leaver.id, personId);
  const toDecide = await tx.leaverItem.count({ where: { leaverId: leaver.id, decision: null } });
  if (toDecide === 0) {
    await tx.leaver.update({
      where: { id: leaver.id },
      data: { closedAt: now, outcome: "nothing_to_decide" },
    });
  } else {
    const theirs = Prisma.sql`SELECT identity_id FROM leaver_item
      WHERE leaver_id = ${leaver.id}::uuid AND ties && ARRAY['owner', 'backup']`;
    await scoreAgain(tx, theirs, "a leaver");
    await tellOpened(tx, leaver, toDecide, now);
  }
  return { sessionsEnded: sessions.count, tokensRevoked: tokens.count, toDecide };
}

async function tellOpened(
  tx: Tx,
  { id, personId }: { id: string; personId: string },
  identities: number,
  at: Date,
): Promise<void> {
  const { name } = await tx.person.findUniqueOrThrow({ where: { id: personId } });
  await notify(tx, {
    event: "leaver.opened",
    subject: { type: "leaver", id },
    recipients: { holding: "leaver:decide", except: [personId] },
    data: { person: name, identities },
    dedupeKey: id,
    at,
  });
}

/** Lets a person in again; what was not decided yet stays theirs. */
export async function welcomeBack(tx: Tx, personId: string, now: Date): Promise<void> {
  await tx.person.update({
    where: { id: personId },
    data: { status: "active", disabledAt: null },
  });
  await tx.leaver.updateMany({
    where: { personId, closedAt: null },
    data: { closedAt: now, outcome: "returned" },
  });
  const theirs = Prisma.sql`SELECT id FROM identity WHERE owner_id = ${personId}::uuid`;
  await scoreAgain(tx, theirs, "somebody is back");
}
