import { describe, expect, it } from "vitest";
import { permissionTable, reach, roles, scopesAllow } from "./permissions";

describe("permissions", () => {
  it("denies a permission or a role that nobody mapped, also by prototype names", () => {
    for (const permission of ["identity:destroy", "", "constructor", "__proto__", "toString"]) {
      expect(reach("admin", permission)).toBe("none");
    }
    expect(reach("root", "identity:read")).toBe("none");
  });

  it("gives the administrator everything and the auditor no change but their own account", () => {
    const all = Object.keys(permissionTable);
    const readsOrPersonal = /:(read|verify|export)$|^(self|token|view):/;
    expect(all.filter((permission) => reach("admin", permission) !== "all")).toEqual([]);
    expect(all.filter((p) => !readsOrPersonal.test(p) && reach("auditor", p) !== "none")).toEqual(
      [],
    );
    expect(roles).toHaveLength(5);
  });

  it("limits an owner to what is theirs", () => {
    expect(reach("owner", "identity:read")).toBe("own");
    expect(reach("owner", "source:read")).toBe("none");
  });

  it("never lets a token's scope open what it does not name", () => {
    expect(scopesAllow(["read"], "source:add")).toBe(false);
    expect(scopesAllow(["constructor"], "identity:read")).toBe(false);
    expect(scopesAllow(["sources:write"], "source:add")).toBe(true);
  });
});
