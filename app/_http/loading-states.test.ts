import { existsSync, globSync, readFileSync } from "node:fs";
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

const isCovered = (page: string): boolean => segments(page).some((at) => has(at, "loading.tsx"));

/** A layout cannot see the query, so only the page itself can find nothing by it. */
function answersByQuery(page: string): boolean {
  if (page.includes("[")) return false;
  const source = readFileSync(path.join(root, page), "utf8");
  return /\bnotFound\(|asNotFound\)/.test(source) && source.includes("await searchParams");
}

describe("loading states", () => {
  it("stand above every page of the dashboard, in its own or a parent segment", () => {
    const bare = pages.filter((page) => !isCovered(page) && !answersByQuery(page));
    expect(bare).toEqual([]);
    expect(pages.length).toBeGreaterThan(35);
  });

  it("stand above no page whose query says whether there is anything, so that it can answer 404", () => {
    const byQuery = pages.filter(answersByQuery);
    expect(byQuery.filter(isCovered)).toEqual([]);
    expect(byQuery.length).toBe(3);
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
