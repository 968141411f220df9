import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { reach, roles, tokenScopes } from "@/lib/domain/people/permissions";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import type { Context } from "@/lib/use-cases/context";
import expected from "./access-matrix.json" with { type: "json" };

useDatabase();

type UseCase = ((ctx: Context, input: unknown) => Promise<unknown>) & { permission: string };
interface Door {
  name: string;
  permission: string;
  useCase?: UseCase;
}

const root = path.resolve(import.meta.dirname, "../..");
const matches = (text: string, pattern: RegExp): RegExpExecArray[] => [...text.matchAll(pattern)];
const address = (file: string): string =>
  `/${path.dirname(file).split(path.sep).slice(1).join("/")}`.replaceAll(/\/\([^)]+\)/g, "") || "/";

async function useCaseNamed(source: string, name: string): Promise<UseCase | undefined> {
  const local = new RegExp(`import \\{([^}]*\\b${name}\\b[^}]*)\\} from "@/(lib/use-cases/[^"]+)"`);
  const found = local.exec(source);
  if (!found?.[2]) return undefined;
  const alias = new RegExp(`(\\w+) as ${name}\\b`).exec(found[1] ?? "")?.[1];
  const exported = (await import(path.join(root, `${found[2]}.ts`))) as Record<string, UseCase>;
  return exported[alias ?? name];
}

async function adapterDoors(file: string): Promise<Door[]> {
  const source = readFileSync(path.join(root, file), "utf8");
  const isRoute = file.endsWith("route.ts");
  const doors: Door[] = [];
  const adapted = /export const (\w+) = to\w+\(\s*(\w+)/g;
  for (const [, name = "", target = ""] of matches(source, adapted)) {
    const useCase = await useCaseNamed(source, target);
    const permission = useCase?.permission ?? "own";
    const label = isRoute ? `${name} ${address(file)}` : `action ${address(file)} ${name}`;
    doors.push({ name: label, permission, ...(useCase ? { useCase } : {}) });
  }
  if (!isRoute) return doors;
  for (const [, name = ""] of matches(
    source,
    /\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b(?= *[(,}])/g,
  )) {
    doors.push({ name: `${name} ${address(file)}`, permission: "own" });
  }
  return doors;
}

function pageDoor(file: string): Door {
  const source = readFileSync(path.join(root, file), "utf8");
  const permission = /pageContext\("([^"]+)"\)/.exec(source)?.[1] ?? "own";
  return { name: `page ${address(file)}`, permission };
}

async function allDoors(): Promise<Door[]> {
  const files = globSync("app/**/{route,actions}.ts", { cwd: root });
  const pages = globSync("app/**/page.tsx", { cwd: root });
  return [...(await Promise.all(files.map(adapterDoors))).flat(), ...pages.map(pageDoor)];
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: { code?: string; message?: string }) => error.code ?? error.message ?? "error",
  );

describe("the access matrix", () => {
  it("has a line for every route method, page and action, and no line for what is gone", async () => {
    const doors = await allDoors();
    const found = Object.fromEntries(doors.map((door) => [door.name, door.permission]));
    expect(found).toEqual(expected);
    expect(doors.length).toBeGreaterThan(60);
  });

  it("lets nobody in without signing in, and no role or scope beyond the table", async () => {
    let refused = 0;
    for (const { name, permission, useCase } of await allDoors()) {
      if (!useCase || permission === "public") continue;
      expect([name, await codeOf(useCase(anonymousContext(), {}))]).toEqual([
        name,
        "unauthenticated",
      ]);
      // One that authorises by itself names no permission here; its own tests cover the roles.
      if (!useCase.permission) continue;
      for (const role of roles) {
        if (reach(role, permission) !== "none") continue;
        expect(await codeOf(useCase(personContext(role), {})), `${name} as ${role}`).toBe(
          "forbidden",
        );
        refused++;
      }
      for (const scope of Object.keys(tokenScopes) as (keyof typeof tokenScopes)[]) {
        if (tokenScopes[scope](permission)) continue;
        const ctx: Context = {
          ...anonymousContext(),
          actor: {
            type: "token",
            personId: "00000000-0000-7000-8000-000000000001",
            name: "token",
            role: "admin",
            tokenId: "00000000-0000-7000-8000-000000000002",
            scopes: [scope],
          },
        };
        expect(await codeOf(useCase(ctx, {})), `${name} with ${scope}`).toBe("forbidden");
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(100);
  });
});
