import { z } from "zod";
import type { Manifest } from "../contract";
import { byHand } from "./by-hand";

/** A certificate that was pasted into one line keeps its meaning: the line breaks are put back. */
function normalisePem(text: string): string {
  return text.replaceAll(
    /(-----BEGIN CERTIFICATE-----)([\sA-Za-z0-9+/=]+)(-----END CERTIFICATE-----)/g,
    (_all, begin: string, body: string, end: string) =>
      `${begin}\n${body
        .replaceAll(/\s+/g, "")
        .replaceAll(/(.{64})/g, "$1\n")
        .trimEnd()}\n${end}\n`,
  );
}

const config = z
  .strictObject({
    host: z.string().trim().min(1).max(253),
    port: z.number().int().min(1).max(65_535).default(5432),
    database: z.string().min(1).max(63).default("postgres"),
    otherDatabases: z.array(z.string().min(1).max(63)).max(50).default([]),
    user: z.string().min(1).max(63),
    password: z.string().min(1).max(1000),
    tls: z.enum(["verify-full", "require", "disable"]).default("verify-full"),
    ca: z.string().max(100_000).transform(normalisePem).optional(),
  })
  .refine((value) => !value.ca || value.ca.includes("-----BEGIN CERTIFICATE-----"), {
    path: ["ca"],
    message: "Paste the certificate as PEM text.",
  });

export type PostgresConfig = z.infer<typeof config>;

export const manifest: Manifest<typeof config> = {
  id: "postgresql",
  name: "PostgreSQL",
  summary: "Reads roles, memberships, privileges, replication and sampled activity of one server.",
  docsPath: "docs/connectors/postgresql.md",
  config,
  fields: [
    {
      name: "host",
      label: "Host",
      help: "Name or address of the server.",
      input: "text",
      placeholder: "db.example.com",
      required: true,
    },
    {
      name: "port",
      label: "Port",
      help: "5432 unless your server differs.",
      input: "number",
      placeholder: "5432",
      required: false,
    },
    {
      name: "database",
      label: "Database",
      help: "Roles belong to the whole server; privileges on objects are read in this database.",
      input: "text",
      placeholder: "postgres",
      required: false,
    },
    {
      name: "otherDatabases",
      label: "Further databases",
      help: "Privileges on objects are read in these too. Privileges in databases that are not named are counted only.",
      input: "list",
      placeholder: "shop",
      required: false,
    },
    {
      name: "user",
      label: "Role",
      help: "The read-only role that Muster signs in as.",
      input: "text",
      placeholder: "muster_reader",
      required: true,
    },
    {
      name: "password",
      label: "Password",
      help: "The password of that role.",
      input: "secret",
      required: true,
    },
    {
      name: "tls",
      label: "TLS",
      help: "Verify checks the certificate and the host name. Require encrypts but does not check who answers.",
      input: "select",
      options: [
        { value: "verify-full", label: "Verify" },
        { value: "require", label: "Require" },
        { value: "disable", label: "Disable" },
      ],
      required: true,
    },
    {
      name: "ca",
      label: "CA certificate",
      help: "PEM text of the authority that signed the server's certificate. Leave empty for a public one.",
      input: "text",
      required: false,
      when: { field: "tls", is: ["verify-full"] },
    },
  ],
  secretFields: ["password"],
  addressFields: ["host", "port"],
  streams: [
    { name: "roles", title: "Roles and passwords", permissions: ["CONNECT"] },
    { name: "memberships", title: "Memberships", permissions: ["CONNECT"] },
    { name: "privileges", title: "Ownership and privileges", permissions: ["CONNECT"] },
    { name: "replication", title: "Replication", permissions: ["pg_monitor"] },
    { name: "activity", title: "Sampled activity", permissions: ["pg_monitor"] },
  ],
  leastPrivilege: {
    format: "sql",
    text: [
      "CREATE ROLE muster_reader LOGIN PASSWORD 'choose a long one' CONNECTION LIMIT 3;",
      "GRANT pg_monitor TO muster_reader;",
      "-- For each database whose privileges are read:",
      "GRANT CONNECT ON DATABASE postgres TO muster_reader;",
      "ALTER ROLE muster_reader SET default_transaction_read_only = on;",
    ].join("\n"),
  },
  byHand,
  actions: {
    fields: ["user", "password"],
    leastPrivilege: {
      format: "sql",
      text: [
        "CREATE ROLE muster_offboarding LOGIN CREATEROLE PASSWORD 'choose a long one' CONNECTION LIMIT 2;",
        "GRANT pg_signal_backend TO muster_offboarding;",
        "-- To take over what a dropped role owned:",
        "GRANT CREATE ON DATABASE postgres TO muster_offboarding;",
        "-- For each role that Muster may take out of service (version 16 and newer):",
        "GRANT app_role TO muster_offboarding WITH ADMIN OPTION;",
      ].join("\n"),
    },
    targets: [
      {
        subject: "identity",
        kind: "database_role",
        details: ["postgresql.role.login"],
        watchDays: 30,
        // A role has one password: old and new cannot both work.
        rotation: { overlapHours: null, parts: ["PGUSER", "PGPASSWORD"] },
      },
      {
        subject: "identity",
        kind: "database_role",
        details: ["postgresql.role.nologin"],
        watchDays: 30,
      },
    ],
  },
  schedulable: true,
  describe: ({ host, port, database }) => `${host}:${port}/${database}`,
};
