import { expect, test } from "vitest";
import { generatedConfig } from "./generated-config";

test("only the fields that the server makes up get a value, and no two forms the same", () => {
  const fields = [
    { name: "roleArn", input: "text" as const },
    { name: "externalId", input: "generated" as const },
  ];
  const first = generatedConfig(fields);
  expect(Object.keys(first)).toEqual(["externalId"]);
  expect(first.externalId).toMatch(/^[0-9a-f]{32}$/);
  expect(generatedConfig(fields).externalId).not.toBe(first.externalId);
});
