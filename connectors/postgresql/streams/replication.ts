import { z } from "zod";
import type { Gap, Page, SourceRecord } from "../../contract";
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

const senderRow = z.object({
  role: z.string(),
  application: z.string().nullable(),
  addresses: z.array(z.string()),
});
type Sender = z.infer<typeof senderRow>;

// Without a slot nothing but the stream itself shows that somebody copies the server. A base backup
// streams too and ends by itself, so it is left out.
const sendersSql = `
  SELECT s.usesysid::text AS role, nullif(left(s.application_name, 100), '') AS application,
         coalesce(array_agg(DISTINCT host(s.client_addr)) FILTER (WHERE s.client_addr IS NOT NULL), '{}') AS addresses
    FROM pg_stat_replication s JOIN pg_roles r ON r.oid = s.usesysid AND r.rolname !~ '^pg_'
   WHERE s.state <> 'backup' AND NOT EXISTS (SELECT 1 FROM pg_replication_slots l WHERE l.active_pid = s.pid)
   GROUP BY s.usesysid, 2 ORDER BY s.usesysid, 2`;

const replicationGrant = (
  id: string,
  of: { key: string; entitlement: string; target: string; via: string },
): SourceRecord => ({
  type: "grant",
  externalId: `${id}/${of.key}`.slice(0, 600),
  identityExternalId: id,
  service: "replication",
  entitlement: of.entitlement,
  target: of.target,
  via: of.via.slice(0, 500),
  level: "high",
  conditional: false,
});

/** A replica that streams without a slot. */
function ofSender(sender: Sender, server: Server): SourceRecord {
  const from = sender.addresses.length > 0 ? sender.addresses.join(", ") : "a local socket";
  return replicationGrant(roleId(server, sender.role), {
    key: `stream/${sender.application ?? ""}`,
    entitlement: "streaming replication",
    target: "server",
    via: `${sender.application ?? "a program without a name"}, without a slot, from ${from}`,
  });
}

/** Which roles copy the server's data right now, through a slot or without one. */
export async function listReplication(client: PostgresClient, server: Server): Promise<Page> {
  const slots = (await readSlots(client)).flatMap((slot): SourceRecord[] => {
    if (slot.role === null) return [];
    return [
      replicationGrant(roleId(server, slot.role), {
        key: `slot/${slot.name}`,
        entitlement: `${slot.kind} replication`,
        target: slot.database === null ? "server" : `database ${slot.database}`,
        via: `slot ${slot.name}`,
      }),
    ];
  });
  const senders = await client.rows("pg_stat_replication", sendersSql, senderRow);
  const records = [...slots, ...senders.map((sender) => ofSender(sender, server))];
  if (server.seesActivity) return { records, nextCursor: null, complete: true };
  return { records, nextCursor: null, complete: false, gaps: [hiddenSenders] };
}

const hiddenSenders: Gap = {
  reason: "forbidden",
  scope: "replicas without a slot",
  permission: "pg_monitor",
  message: "Without pg_monitor replicas that stream without a slot are not visible.",
};
