import type { Role } from "@/lib/domain/people/permissions";
import { db } from "@/lib/infra/db";
import { looksLikeApiToken, sha256 } from "@/lib/infra/one-time-token";
import type { Actor } from "../context";
import { idleMs } from "./session-rules";

const touchEveryMs = 60_000;

/** The person behind a live session row, or null: ended, idle, too old, or the person is disabled. */
export async function actorOfSession(sessionId: string, now: Date): Promise<Actor | null> {
  const session = await db().session.findUnique({
    where: { id: sessionId },
    include: { person: true },
  });
  if (!session || session.endedAt || session.person.status !== "active") return null;
  const idle = now.getTime() - session.lastSeenAt.getTime();
  if (idle > idleMs || now > session.endsAt) {
    const endedBecause = idle > idleMs ? "idle" : "expired";
    await db().session.updateMany({
      where: { id: sessionId, endedAt: null },
      data: { endedAt: now, endedBecause },
    });
    return null;
  }
  if (idle > touchEveryMs)
    await db().session.update({ where: { id: sessionId }, data: { lastSeenAt: now } });
  return {
    type: "person",
    personId: session.personId,
    name: session.person.name,
    role: session.person.role as Role,
    sessionId,
    assuranceLevel: session.assuranceLevel,
    steppedUpAt: session.steppedUpAt,
  };
}

/** The person behind a personal API token, or null. Its hash is the key, so no comparison leaks time. */
export async function actorOfToken(token: string, now: Date): Promise<Actor | null> {
  if (!looksLikeApiToken(token)) return null;
  const row = await db().apiToken.findUnique({
    where: { tokenHash: sha256(token) },
    include: { person: true },
  });
  if (!row || row.revokedAt || row.expiresAt <= now || row.person.status !== "active") return null;
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > touchEveryMs) {
    await db().apiToken.update({ where: { id: row.id }, data: { lastUsedAt: now } });
  }
  return {
    type: "token",
    personId: row.personId,
    name: `${row.person.name} (token ${row.name})`,
    role: row.person.role as Role,
    tokenId: row.id,
    scopes: row.scopes,
  };
}
