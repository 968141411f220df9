import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import type { z } from "zod";
import type { Context } from "@/lib/use-cases/context";

export type UseCase = ((ctx: Context, input: unknown) => Promise<unknown>) & {
  permission: string;
  input?: z.ZodType;
};
export interface Door {
  name: string;
  permission: string;
  useCase?: UseCase;
}

const root = path.resolve(import.meta.dirname, "../../..");
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
    source.replaceAll(/\bnoDoor as \w+/g, ""),
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

/** Every route method, page and Server Action, found in the source. */
export async function allDoors(): Promise<Door[]> {
  const files = globSync("app/**/{route,actions}.ts", { cwd: root });
  const pages = globSync("app/**/page.tsx", { cwd: root });
  return [...(await Promise.all(files.map(adapterDoors))).flat(), ...pages.map(pageDoor)];
}
