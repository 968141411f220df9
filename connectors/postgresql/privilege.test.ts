import { describe, expect, test } from "vitest";
import { personOrWorkload } from "./person-or-workload";
import { privilegeOf, type Cluster, type Membership, type RoleAttributes } from "./privilege";

describe("what a role may do and whose it is", () => {
  const role = (oid: string, changes: Partial<RoleAttributes> = {}): [string, RoleAttributes] => [
    oid,
    {
      oid,
      name: `r${oid}`,
      superuser: false,
      createRole: false,
      createDb: false,
      replication: false,
      bypassRls: false,
      ...changes,
    },
  ];
  const member = (from: string, to: string, how: Partial<Membership> = {}): Membership => ({
    member: from,
    role: to,
    admin: false,
    inherit: true,
    set: true,
    ...how,
  });
  const cluster = (memberships: Membership[], version = 180_000): Cluster => ({
    version,
    roles: new Map([
      role("1"),
      role("2"),
      role("3", { superuser: true }),
      role("4", { name: "toString" }),
    ]),
    memberships,
    holdings: new Map(),
  });

  test("a circle of memberships ends, and a membership that gives nothing opens nothing", () => {
    expect(privilegeOf(cluster([member("1", "2"), member("2", "1")]), "1")).toMatchObject({
      level: "none",
    });
    const closed = member("1", "3", { inherit: false, set: false });
    expect(privilegeOf(cluster([closed]), "1")).toMatchObject({ level: "none" });
    expect(privilegeOf(cluster([member("1", "2"), member("2", "3")]), "1")).toMatchObject({
      level: "admin",
    });
    expect(privilegeOf(cluster([member("1", "4")]), "1")).toMatchObject({ level: "none" });
  });

  test("what can be become counts, whichever way to it is met first", () => {
    const inherited = member("1", "2", { set: false });
    const onward = member("2", "3", { inherit: false });
    expect(privilegeOf(cluster([inherited, onward]), "1")).toMatchObject({ level: "none" });
    const both = [inherited, onward, member("1", "4"), member("4", "2")];
    expect(privilegeOf(cluster(both), "1")).toMatchObject({ level: "admin" });
    const granting = [inherited, member("2", "3", { admin: true, inherit: false, set: false })];
    expect(privilegeOf(cluster(granting), "1")).toMatchObject({ level: "admin" });
  });

  test("names are guessed at with a reason, and otherwise left unclear", () => {
    expect(personOrWorkload("orders-svc").likely).toBe("workload");
    expect(personOrWorkload("jane.doe").likely).toBe("person");
    expect(personOrWorkload("jane@example.com").likely).toBe("person");
    expect(personOrWorkload("xyz").likely).toBe("unclear");
    expect(personOrWorkload("xyz", ["reports", "psql"]).likely).toBe("person");
    expect(personOrWorkload("orders-svc", ["psql"]).likely).toBe("workload");
  });
});
