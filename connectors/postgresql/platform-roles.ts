import type { Cluster } from "./privilege";

/**
 * What a cloud's PostgreSQL brings along. The cloud's own superuser tells that the server is its:
 * elsewhere such a name is anybody's. Of login roles only those that the vendors' manuals name.
 */
const clouds: readonly { superuser: string; group: RegExp; login: RegExp }[] = [
  {
    superuser: "rdsadmin",
    group: /^rds_/,
    login: /^rds(admin|repladmin|proxyadmin|topmgr|writeforwarduser)$/,
  },
  { superuser: "cloudsqladmin", group: /^cloudsql/, login: /^cloudsql/ },
  {
    superuser: "azuresu",
    group: /^azure_/,
    login: /^azure(su|_superuser|_pg_admin)$/,
  },
  { superuser: "alloydbadmin", group: /^alloydb/, login: /^alloydb/ },
];

/** Says of which roles the cloud is the keeper: nobody can switch them off, drop or rotate them. */
export function platformRoles(
  cluster: Pick<Cluster, "roles">,
): (role: { name: string; login: boolean }) => boolean {
  const names = new Set([...cluster.roles.values()].map(({ name }) => name));
  const here = clouds.filter(({ superuser }) => names.has(superuser));
  return ({ name, login }) => here.some((cloud) => (login ? cloud.login : cloud.group).test(name));
}
