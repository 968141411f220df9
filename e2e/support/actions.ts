import { readFileSync } from "node:fs";
import { type Answer, send, type Sending } from "./http";

interface Manifest {
  node: Record<
    string,
    { filename: string; exportedName: string; workers: Record<string, unknown> }
  >;
}

export interface ServerAction {
  id: string;
  /** As in the access matrix: `action /settings inviteAction`. */
  door: string;
  name: string;
  /** A page that carries the action; elsewhere Next hands the call on to it by a request of its own. */
  page: string;
}

const place = (file: string): string =>
  `/${file.split("/").slice(1, -1).join("/")}`.replaceAll(/\/\([^)]+\)/g, "") || "/";

/** Every Server Action of the build, as the build itself lists them. */
export function serverActions(): ServerAction[] {
  const text = readFileSync(".next/server/server-reference-manifest.json", "utf8");
  const { node } = JSON.parse(text) as Manifest;
  return Object.entries(node).map(([id, { filename, exportedName, workers }]) => ({
    id,
    name: exportedName,
    page: place(Object.keys(workers)[0] ?? "").replaceAll(/\[\w+\]/g, "x"),
    door: `action ${place(filename)} ${exportedName}`,
  }));
}

/** Calls a Server Action as the browser does, with exactly these headers besides. */
export function callAction(
  baseUrl: string,
  action: Pick<ServerAction, "id">,
  args: unknown[],
  sending: Sending = {},
  page = "/sign-in",
): Promise<Answer> {
  return send(baseUrl, page, {
    method: "POST",
    ...sending,
    headers: {
      "next-action": action.id,
      "content-type": "text/plain;charset=UTF-8",
      accept: "text/x-component",
      ...sending.headers,
    },
    body: sending.body ?? JSON.stringify(args),
  });
}

export interface ActionAnswer {
  ok: boolean;
  result?: unknown;
  error?: { code: string; message: string };
}

/** What the action returned, read from the Flight stream; null when it was never run. */
export function actionAnswer({ text }: Answer): ActionAnswer | null {
  const line = text.split("\n").find((one) => /^[0-9a-f]+:\{"ok":/.test(one));
  return line ? (JSON.parse(line.slice(line.indexOf(":") + 1)) as ActionAnswer) : null;
}
