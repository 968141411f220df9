import type pg from "pg";
import type { ActionTarget } from "../../contract";

/** A role of the server as a target of actions, with the id that the inventory gives it. */
export async function roleTarget(superuser: pg.Client, name: string): Promise<ActionTarget> {
  const { rows } = await superuser.query<{ id: string }>(
    "SELECT (SELECT system_identifier::text FROM pg_control_system()) || '/role/' || oid AS id FROM pg_roles WHERE rolname = $1",
    [name],
  );
  return {
    subject: "identity",
    kind: "database_role",
    detail: "postgresql.role.login",
    externalId: rows[0]?.id ?? "",
    name,
    holder: null,
    attributes: {},
  };
}
