import { sql } from "@/lib/infra/db";

/** Who can be asked about one identity. Only people who can still sign in; null is nobody. */
export interface Reviewers {
  identityId: string;
  ownerId: string | null;
  backupOwnerId: string | null;
  /** Of the identity's team; without a team, the manager of its owner. */
  managerId: string | null;
  teamId: string | null;
}

/**
 * Who can be asked about each identity, in the order of the ids. A plain read for use-cases that
 * have already decided who may know: it checks no permission.
 */
export const reviewersOf = (identityIds: readonly string[]): Promise<Reviewers[]> =>
  sql<Reviewers>(
    `SELECT i.id AS "identityId", w.id AS "ownerId", b.id AS "backupOwnerId", o.team_id AS "teamId",
       CASE WHEN o.team_id IS NULL THEN l.id ELSE m.id END AS "managerId"
     FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted(id, place)
     JOIN identity i ON i.id = wanted.id
     LEFT JOIN person own ON own.id = i.owner_id
     LEFT JOIN person w ON w.id = own.id AND w.status = 'active'
     LEFT JOIN identity_ownership o ON o.identity_id = i.id
     LEFT JOIN person b ON b.id = o.backup_owner_id AND b.status = 'active'
     LEFT JOIN team t ON t.id = o.team_id
     LEFT JOIN person m ON m.id = t.manager_id AND m.status = 'active'
     LEFT JOIN person l ON l.id = own.manager_id AND l.status = 'active'
     ORDER BY wanted.place`,
    [identityIds],
  );

/** The manager who answers for an identity's team, else its owner's manager; null is nobody. */
export const managerOfTeam = async (identityId: string): Promise<string | null> =>
  (await reviewersOf([identityId]))[0]?.managerId ?? null;
