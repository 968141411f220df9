import { z } from "zod";
import type { Page, SourceRecord } from "../../contract";
import type { PostgresClient } from "../client";
import { roleId, type Server } from "../cluster";

const slotRow = z.object({
  name: z.string(),
  kind: z.string(),
  database: z.string().nullable(),
  active: z.boolean(),
  role: z.string().nullable(),
});
type Slot = z.infer<typeof slotRow>;

// A slot belongs to no role: the session that reads it now tells whose it is.
const slotsSql = `
  SELECT s.slot_name::text AS name, s.slot_type::text AS kind, s.database::text AS database, s.active,
         CASE WHEN r.rolname ~ '^pg_' THEN NULL ELSE a.usesysid::text END AS role
    FROM pg_replication_slots s LEFT JOIN pg_stat_activity a ON a.pid = s.active_pid
    LEFT JOIN pg_roles r ON r.oid = a.usesysid ORDER BY s.slot_name`;

const readSlots = (client: PostgresClient): Promise<Slot[]> =>
  client.rows("pg_replication_slots", slotsSql, slotRow);

/** Slots that nobody reads: they keep the write-ahead log and a door for a forgotten consumer. */
export async function idleSlots(client: PostgresClient): Promise<string[]> {
  return (await readSlots(client)).filter((slot) => !slot.active).map((slot) => slot.name);
}

/** Which roles copy the server's data right now, through which slot. */
export async function listReplication(client: PostgresClient, server: Server): Promise<Page> {
  const records = (await readSlots(client)).flatMap((slot): SourceRecord[] => {
    if (slot.role === null) return [];
    const id = roleId(server, slot.role);
    return [
      {
        type: "grant",
        externalId: `${id}/slot/${slot.name}`,
        identityExternalId: id,
        service: "replication",
        entitlement: `${slot.kind} replication`,
        target: slot.database === null ? "server" : `database ${slot.database}`,
        via: `slot ${slot.name}`,
        level: "high",
        conditional: false,
      },
    ];
  });
  return { records, nextCursor: null, complete: true };
}
