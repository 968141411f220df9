import type { Connection, PoolClient, Submittable } from "pg";
import { databaseJson } from "./database-json";

const special = /[\\\n\r\t]/;
const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function escaped(text: string): string {
  const clean = text.includes("\0") ? text.replaceAll("\0", "") : text;
  return special.test(clean)
    ? clean.replace(/[\\\n\r\t]/g, (found) => escapes[found] ?? "")
    : clean;
}

const quoted = (item: unknown): string =>
  `"${(typeof item === "string" ? item : databaseJson(item)).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

function field(value: unknown, type: string): string {
  if (value === null || value === undefined) return "\\N";
  if (type === "jsonb") return escaped(databaseJson(value));
  if (type.endsWith("[]")) return escaped(`{${(value as unknown[]).map(quoted).join(",")}}`);
  return escaped(typeof value === "string" ? value : databaseJson(value));
}

/** What pg calls on a statement that sends data; its own types leave these out. */
interface CopyConnection extends Connection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

const chunkLength = 256 * 1024;

/**
 * Adds any number of rows with COPY, several times faster than INSERT. Nothing may be there yet:
 * a row that breaks a constraint fails all of them.
 */
export async function copyRows(
  client: PoolClient,
  table: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly object[],
): Promise<void> {
  const types = Object.entries(columns);
  const names = types.map(([name]) => name).join(", ");
  await new Promise<void>((resolve, reject) => {
    const copy = {
      submit: (connection: CopyConnection) =>
        connection.query(`COPY ${table} (${names}) FROM STDIN`),
      handleCopyInResponse(connection: CopyConnection) {
        let text = "";
        for (const row of rows as readonly Record<string, unknown>[]) {
          for (const [index, [name, type]] of types.entries())
            text += (index === 0 ? "" : "\t") + field(row[name], type);
          text += "\n";
          if (text.length < chunkLength) continue;
          connection.sendCopyFromChunk(Buffer.from(text));
          text = "";
        }
        if (text !== "") connection.sendCopyFromChunk(Buffer.from(text));
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
      handleError: (error: Error) => reject(error),
    };
    client.query(copy as unknown as Submittable);
  });
}
