import { describe, expect, test } from "vitest";
import matrix from "@/app/_http/access-matrix.json";
import { reach, roles } from "@/lib/domain/people/permissions";
import { navigationFor } from "./navigation";
import { settingsFor } from "./settings-pages";
import { actionsFor } from "./usual-actions";

const doors: Record<string, string> = matrix;
const pageOf = (href: string): string => `page ${href.split("?")[0]}`;
const all = "admin";
const settings = (role: string) => settingsFor(role).flatMap(({ pages }) => pages);

describe("where the palette leads", () => {
  test("each page of Settings is offered under the permission that opens it", () => {
    for (const { href, permission } of settings(all))
      expect({ href, permission }).toEqual({ href, permission: doors[pageOf(href)] });
  });

  test("every page of Settings is offered", () => {
    const pages = Object.keys(doors).filter((door) => /^page \/settings(\/|$)/.test(door));
    expect(
      settings(all)
        .map(({ href }) => pageOf(href))
        .toSorted(),
    ).toEqual(pages.toSorted());
  });

  test("nobody is offered a page or an action that would refuse them", () => {
    for (const role of roles)
      for (const { href, label } of [...navigationFor(role), ...actionsFor(role)])
        expect(`${label}: ${reach(role, doors[pageOf(href)] ?? "")}`).not.toContain("none");
    expect(actionsFor("auditor").map(({ label }) => label)).not.toContain("Connect a source");
  });
});
