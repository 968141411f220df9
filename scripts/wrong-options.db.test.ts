import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { muster, setUpOperator } from "./testing/operator";

setUpOperator();

const email = "ada@muster.example";
const token = (...options: string[]) =>
  muster(["token", "create", "--email", email, "--name", "ci", ...options]);

beforeAll(async () => {
  await muster(["setup", "--email", email, "--name", "Ada"], "correct-horse-battery-42");
});

describe("an operator's slip", () => {
  test("in an option ends with exit code 64 and nothing made; the last value allowed is taken", async () => {
    const slip = await token("--days", "366");
    expect(slip).toMatchObject({ code: 64, out: "" });
    expect(slip.err).toContain("option '--days <days>' argument '366' is invalid.");
    expect(await db().apiToken.count()).toBe(0);
    expect((await token("--days", "365", "--scope", "read", "audit:read")).code).toBe(0);
    const scopes = ["read", "audit:read"];
    expect(await db().apiToken.findFirstOrThrow()).toMatchObject({ scopes });
  });

  test("in a file is told for every field with what it must be, never with what it holds", async () => {
    const answers = [
      await muster(["source", "add", "-"], '{"connectorId":5,"syncEveryMinutes":"hunter2"}'),
      await muster(["source", "add", "-"], '{"connectorId":"github","name":"x"}'),
      await muster(["source", "add", "-"], '["hunter2"]'),
      await muster(["source", "change", "x", "--json", "-"], "{}"),
    ];
    expect(answers.map(({ code }) => code)).toEqual([64, 64, 64, 64]);
    const said = [
      "Standard input: connectorId must be text, not a number; name is missing; syncEveryMinutes must be a number, not text",
      "org: is missing",
      "Standard input: it must be an object, not a list",
      "Standard input: it must have name, config or both",
    ];
    expect(answers.map(({ err }) => err)).toEqual(
      said.map((sentence) => `muster: ${sentence}. Nothing was changed.\n`),
    );
  });
});
