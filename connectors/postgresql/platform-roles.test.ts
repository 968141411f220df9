import { expect, test } from "vitest";
import { platformRoles } from "./platform-roles";
import type { RoleAttributes } from "./privilege";

const isPlatform = (names: readonly string[]) => {
  const none = {
    superuser: false,
    createRole: false,
    createDb: false,
    replication: false,
    bypassRls: false,
  };
  const roles = new Map(
    names.map((name): [string, RoleAttributes] => [name, { oid: name, name, ...none }]),
  );
  return platformRoles({ roles });
};
const login = (name: string) => ({ name, login: true });
const group = (name: string) => ({ name, login: false });

test.each([
  ["rdsadmin", "rdsproxyadmin", "rds_superuser", "rds_etl"],
  ["cloudsqladmin", "cloudsqlreplica", "cloudsqliamuser", "etl"],
  ["azuresu", "azure_superuser", "azure_pg_admin", "azure_etl"],
  ["alloydbadmin", "alloydbadmin", "alloydbsuperuser", "etl"],
])("where %s is, the cloud keeps %s and %s, and a customer keeps %s", (sign, own, kept, theirs) => {
  const here = isPlatform(["app", sign]);
  expect([here(login(sign)), here(login(own)), here(group(kept))]).toEqual([true, true, true]);
  expect([here(login(theirs)), here(login("app"))]).toEqual([false, false]);
});

test("on a server of one's own a role named like a cloud's is a role like any other", () => {
  const here = isPlatform(["app", "azure_etl", "rds_reader"]);
  expect([here(login("azure_etl")), here(login("rds_reader")), here(group("cloudsql_ro"))]).toEqual(
    [false, false, false],
  );
});
