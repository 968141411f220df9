import type { ManualSteps } from "@/lib/domain/lifecycle/by-hand";

/** Taking a role out of service with `psql`, as somebody who may. */
export const byHand: readonly ManualSteps[] = [
  {
    subject: "identity",
    kind: "database_role",
    steps: [
      "Switch it off: `ALTER ROLE {name:sql} NOLOGIN;`",
      "End what it has open: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = {name:text};`",
      "Leave it like that for a month. `ALTER ROLE {name:sql} LOGIN;` brings it back.",
      "In each database, hand on what it owns: `REASSIGN OWNED BY {name:sql} TO new_owner; DROP OWNED BY {name:sql};`",
      "Delete it: `DROP ROLE {name:sql};`",
      "Report it here with what you did. The next complete sync proves it.",
    ],
  },
  {
    subject: "credential",
    kind: "password",
    steps: [
      "Take the password away: `ALTER ROLE {holder:sql} PASSWORD NULL;` Whoever is connected stays connected.",
      "End what it has open: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = {holder:text};`",
      "Report it here with what you did. The next complete sync proves it.",
    ],
  },
];
