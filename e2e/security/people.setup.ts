import { expect, test } from "@playwright/test";
import { allActors, makeActors } from "../support/actors";

test("there is an actor of every kind: each role, a disabled person, both tokens", async () => {
  test.setTimeout(120_000);
  await makeActors();
  expect(allActors()).toHaveLength(10);
});
