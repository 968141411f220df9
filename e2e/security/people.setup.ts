import { expect, test } from "@playwright/test";
import { allActors, makeActors } from "../support/actors";
import { seededSecrets, seedSecrets } from "../support/seeded-secrets";

test("there is an actor of every kind: each role, a disabled person, both tokens, a directory", async () => {
  await makeActors();
  expect(allActors()).toHaveLength(11);
});

test("there is a secret of its own in everything that holds one", async () => {
  await seedSecrets();
  expect(Object.keys(seededSecrets()).length).toBeGreaterThanOrEqual(12);
});
