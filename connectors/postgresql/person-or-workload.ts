/** Programs that people use. Drivers and poolers name themselves otherwise or not at all. */
const peoplesTools =
  /^(psql|pgadmin|dbeaver|datagrip|tableplus|postico|navicat|metabase|beekeeper|heidisql|dbvisualizer)/i;
const workloadName =
  /(^|[-_.])(svc|service|app|api|bot|job|worker|etl|ci|cd|batch|sync|replication|replicator|repl|backup|exporter|monitor|agent|prod|staging|readonly|reader|writer|migrat\w*)([-_.]|$)/i;
const personName = /^[a-z]{2,}\.[a-z]{2,}$|@/i;

export const isPeoplesTool = (application: string): boolean => peoplesTools.test(application);

/** A guess from the role's name, with its reason. PostgreSQL itself does not tell people from programs. */
export function personOrWorkload(name: string): {
  likely: "person" | "workload" | "unclear";
  because: string;
} {
  if (name.endsWith(".iam") || name.endsWith(".gserviceaccount.com")) {
    return { likely: "workload", because: "named like a cloud service account" };
  }
  if (workloadName.test(name))
    return { likely: "workload", because: "the name holds a word for programs" };
  if (personName.test(name)) return { likely: "person", because: "the name looks like a person's" };
  return { likely: "unclear", because: "the name says nothing" };
}
