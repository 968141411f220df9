import pg from "pg";
import { z } from "zod";
import { known, unknown } from "@/lib/domain/evidence";
import {
  ConnectorError,
  type ActionTarget,
  type Inspection,
  type PlannedCall,
  type TargetAction,
  type TargetActions,
} from "../contract";
import type { PostgresClient } from "./client";
import { roleId, type Server } from "./cluster";
import { passwordRotation, type SignIn } from "./password-rotation";

const roleRow = z.object({
  name: z.string(),
  login: z.boolean(),
  superuser: z.boolean(),
  connectionLimit: z.number().int(),
  validUntil: z.string().nullable(),
  memberOf: z.array(z.string()),
  sessions: z.array(z.string()),
  isOurs: z.boolean(),
});
type RoleState = z.infer<typeof roleRow>;

const roleSql = `
  SELECT r.rolname::text AS name, r.rolcanlogin AS login, r.rolsuper AS superuser,
         r.rolconnlimit AS "connectionLimit", r.rolvaliduntil::text AS "validUntil",
         coalesce((SELECT array_agg(g.rolname::text ORDER BY 1) FROM pg_auth_members m
                    JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid), '{}') AS "memberOf",
         coalesce((SELECT array_agg(DISTINCT coalesce(nullif(a.application_name, ''), 'a program without a name')
                       || coalesce(' in ' || a.datname, '') || coalesce(' from ' || host(a.client_addr), ''))
                    FROM pg_stat_activity a WHERE a.usesysid = r.oid), '{}') AS sessions,
         r.rolname = current_user AS "isOurs"
    FROM pg_roles r WHERE r.oid = $1::oid`;

const dependentRow = z.object({ database: z.string(), here: z.boolean(), objects: z.number() });

const dependentsSql = `
  SELECT coalesce(d.datname::text, 'the whole server') AS database,
         s.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())) AS here,
         count(*)::int AS objects
    FROM pg_shdepend s LEFT JOIN pg_database d ON d.oid = s.dbid
   WHERE s.refclassid = 'pg_authid'::regclass AND s.refobjid = $1::oid GROUP BY 1, 2 ORDER BY 1`;

/** The role's number in this very cluster, or null when the target is of another one. */
function oidOf(server: Server, externalId: string): string | null {
  const [, oid] = /\/role\/(\d+)$/.exec(externalId) ?? [];
  if (!oid) return null;
  return server.systemId === undefined || roleId(server, oid) === externalId ? oid : null;
}

const dependentWords = (row: z.infer<typeof dependentRow>): string =>
  row.here
    ? `${row.objects} objects or privileges in ${row.database}: owned ones go to Muster's role, privileges are revoked`
    : `${row.objects} objects or privileges in ${row.database}: they keep the role from being dropped until they are reassigned there`;

function refusalOf(role: RoleState, target: ActionTarget): string | null {
  if (role.isOurs) return "This is the role that Muster itself signs in as.";
  if (role.name !== target.name)
    return `The role is called ${role.name} now, not ${target.name}. Sync the source and ask again.`;
  if (role.superuser)
    return "This role is a superuser. Take that attribute away first, then offboard it.";
  return null;
}

/** What can be done with one role: take its login away and give it back, and drop it in the end. */
export function roleActions(
  client: PostgresClient,
  server: Server,
  target: ActionTarget,
  signIn: SignIn,
): TargetActions | null {
  if (target.subject !== "identity" || target.kind !== "database_role") return null;
  const oid = oidOf(server, target.externalId);
  const name = pg.escapeIdentifier(target.name);

  const read = async (): Promise<RoleState | undefined> => {
    if (oid === null) {
      throw new ConnectorError(
        "unexpected_response",
        "This server is not the one on which the role was seen. Nothing was changed.",
      );
    }
    const [role] = await client.rows("the role's state", roleSql, roleRow, [oid]);
    return role;
  };

  const inspect = async (): Promise<Inspection> => {
    const lastUsedAt = unknown("not_offered", "PostgreSQL does not record the last sign-in.");
    const role = await read();
    if (!role) {
      return {
        state: "gone",
        snapshot: {},
        consumers: [],
        leftovers: [],
        lastUsedAt,
        refusal: null,
      };
    }
    const dependents = await client.rows("dependents", dependentsSql, dependentRow, [oid]);
    const { login, connectionLimit, validUntil, memberOf } = role;
    return {
      state: login ? "active" : "disabled",
      snapshot: { login, connectionLimit, validUntil, memberOf },
      consumers: role.sessions.map((session) => `Connected now: ${session}`),
      leftovers: dependents.map(dependentWords),
      lastUsedAt:
        role.sessions.length > 0
          ? known(new Date().toISOString(), "pg_stat_activity", new Date())
          : lastUsedAt,
      refusal: refusalOf(role, target),
    };
  };

  /** Checked again right before the call: a role may have been renamed or replaced since. */
  const guarded = async (): Promise<RoleState | undefined> => {
    const role = await read();
    const refusal = role ? refusalOf(role, target) : null;
    if (refusal) throw new ConnectorError("forbidden", `${refusal} Nothing was changed.`);
    return role;
  };

  const step = (
    calls: PlannedCall[],
    reversible: TargetAction["reversible"],
    run: TargetAction["run"],
  ): TargetAction => ({ calls, reversible, run });

  const endSessions = async (): Promise<string> => {
    const ended = await client
      .rows(
        "ending the role's sessions",
        "SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity WHERE usesysid = $1::oid",
        z.object({ ended: z.boolean() }),
        [oid],
      )
      .catch(() => null);
    if (ended === null) return "Its open sessions go on: pg_signal_backend is missing.";
    return `${ended.length} open sessions were ended.`;
  };

  return {
    inspect,
    rotation: passwordRotation({ client, target, signIn, role: guarded }),
    disable: step(
      [
        { call: `ALTER ROLE ${name} NOLOGIN`, effect: "Nobody can sign in as this role" },
        { call: "pg_terminate_backend(…)", effect: "Ends the sessions that are open" },
      ],
      "yes",
      async () => {
        const role = await guarded();
        if (!role) return "The role does not exist any more.";
        if (role.login) await client.write("ALTER ROLE", [`ALTER ROLE ${name} NOLOGIN`]);
        return `The role cannot sign in. ${await endSessions()}`;
      },
    ),
    enable: step(
      [{ call: `ALTER ROLE ${name} LOGIN`, effect: "The role can sign in again" }],
      "yes",
      async (snapshot) => {
        const role = await guarded();
        if (!role)
          throw new ConnectorError("unexpected_response", "The role is gone: nothing to enable.");
        if (!role.login && snapshot.login === true)
          await client.write("ALTER ROLE", [`ALTER ROLE ${name} LOGIN`]);
        return "The role can sign in again with the password it had.";
      },
    ),
    delete: step(
      [
        {
          call: `REASSIGN OWNED BY ${name} TO CURRENT_USER`,
          effect: "What it owns in this database goes to Muster's role",
        },
        {
          call: `DROP OWNED BY ${name}`,
          effect: "Privileges granted to it in this database are revoked",
        },
        { call: `DROP ROLE ${name}`, effect: "The role is gone, with its password" },
      ],
      "no",
      async () => {
        if (!(await guarded())) return "The role does not exist any more.";
        await client.write("DROP ROLE", [
          `REASSIGN OWNED BY ${name} TO CURRENT_USER`,
          `DROP OWNED BY ${name}`,
          `DROP ROLE ${name}`,
        ]);
        return "The role was dropped.";
      },
    ),
  };
}
