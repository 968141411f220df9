/** Programs that people use. Drivers and poolers name themselves otherwise or not at all. */
const peoplesTools =
  /^(psql|pgadmin|dbeaver|datagrip|tableplus|postico|navicat|metabase|beekeeper|heidisql|dbvisualizer)/i;
/** Drivers and tools of machines, by the name that they give themselves. */
const drivers =
  /^(PostgreSQL JDBC Driver|npgsql|pgx|psycopg|asyncpg|node-postgres|pgbouncer|pgpool|sequelize|typeorm|prisma|sqlalchemy|sidekiq|puma|unicorn|celery|airflow|debezium|hikari|postgrest|pg_dump|pg_receivewal|walreceiver|postgres_exporter|patroni)/i;
const workloadName =
  /(^|[-_.])(svc|service|app|api|bot|job|worker|etl|ci|cd|batch|sync|replication|replicator|repl|backup|exporter|monitor|agent|prod|staging|readonly|reader|writer|migrat\w*)([-_.]|$)/i;
const personName = /^[a-z]{2,}\.[a-z]{2,}$|@/i;

export const isPeoplesTool = (application: string): boolean => peoplesTools.test(application);

/** Of a role's programs the one that tells most about it; people's tools before drivers. */
export const tellingProgram = (programs: readonly string[]): string | undefined =>
  programs.find(isPeoplesTool) ?? programs.find((program) => drivers.test(program));

/**
 * A guess with its reason: from the role's name, and where that says nothing from the programs that
 * it is connected with. PostgreSQL itself does not tell people from programs.
 */
export function personOrWorkload(
  name: string,
  programs: readonly string[] = [],
): { likely: "person" | "workload" | "unclear"; because: string } {
  if (name.endsWith(".iam") || name.endsWith(".gserviceaccount.com")) {
    return { likely: "workload", because: "named like a cloud service account" };
  }
  if (workloadName.test(name))
    return { likely: "workload", because: "the name holds a word for programs" };
  if (personName.test(name)) return { likely: "person", because: "the name looks like a person's" };
  const program = tellingProgram(programs);
  if (program === undefined) return { likely: "unclear", because: "the name says nothing" };
  return isPeoplesTool(program)
    ? { likely: "person", because: `connected with a person's tool: ${program}` }
    : { likely: "workload", because: `connected through a driver: ${program}` };
}
