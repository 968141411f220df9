import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { apiDocument } from "@/lib/use-cases/api/api-document";

const root = path.resolve("app/api/v1");

/** `get /api/v1/…` for every method that a route file exports. */
function built(): string[] {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => path.basename(file) === "route.ts")
    .flatMap((file) => {
      const text = readFileSync(path.join(root, file), "utf8");
      const methods = text.matchAll(
        /export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE)\b/g,
      );
      const where = path.dirname(file).replaceAll("[", "{").replaceAll("]", "}");
      return [...methods].map(([, method]) => `${method?.toLowerCase()} /api/v1/${where}`);
    });
}

describe("the OpenAPI document", () => {
  it("names every method of every route, and none that is not there", () => {
    const described = Object.entries(apiDocument().paths).flatMap(([at, methods]) =>
      Object.keys(methods).map((method) => `${method} ${at}`),
    );
    expect(described.toSorted()).toEqual(built().toSorted());
  });
});
