import { existsSync, globSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import matrix from "./access-matrix.json" with { type: "json" };
import { permissionAt } from "./addressed-page";

const root = path.resolve(import.meta.dirname, "..");
const pages = globSync("(dashboard)/**/page.tsx", { cwd: root });

/** The folders from the dashboard down to that of the page. */
function segments(page: string): string[] {
  const parts = path.dirname(page).split(path.sep);
  return parts.map((_, n) => path.join(root, ...parts.slice(0, n + 1)));
}
const has = (folder: string, name: string): boolean => existsSync(path.join(folder, name));

describe("loading states", () => {
  it("stand above every page of the dashboard, in its own or a parent segment", () => {
    const bare = pages.filter((page) => !segments(page).some((at) => has(at, "loading.tsx")));
    expect(bare).toEqual([]);
    expect(pages.length).toBeGreaterThan(35);
  });

  it("stand below the layout that says whether an id is here, so that it can answer 404", () => {
    const late = pages.filter((page) => {
      const folders = segments(page);
      const loading = folders.findIndex((at) => has(at, "loading.tsx"));
      const id = folders.findIndex((at) => path.basename(at).startsWith("["));
      return id !== -1 && (loading < id || !has(folders[id] ?? "", "layout.tsx"));
    });
    expect(late).toEqual([]);
  });

  it("stand below a layout that refuses by the permission of the very page", () => {
    const id = "00000000-0000-7000-8000-0000000000ab";
    for (const [name, permission] of Object.entries(matrix)) {
      if (!name.startsWith("page ")) continue;
      const address = name.slice("page ".length).replaceAll(/\[\w+\]/g, id);
      expect([name, permissionAt(address)]).toEqual([name, permission]);
    }
    expect(permissionAt("/nowhere")).toBeNull();
  });
});
