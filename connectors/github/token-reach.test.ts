import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { startGitHub } from "./testing/stand-in";
import {
  appConfig,
  identitiesOf,
  lenient,
  pagesOf,
  recordsOf,
  tokenConfig,
  type StandIn,
} from "./testing/reading";
import { createWorld, type World } from "./testing/world";

let standIn: StandIn;
let io: ReturnType<typeof testConnectorIo>;
let world: World;
beforeEach(async () => {
  world = createWorld({ repos: 5 });
  standIn = await startGitHub(world);
  io = testConnectorIo({ limits: lenient });
});
afterEach(async () => {
  await io.close();
  await standIn.close();
});

const ofRepositories = [
  "deploy-keys",
  "actions-secrets",
  "dependabot-secrets",
  "codespaces-secrets",
  "agents-secrets",
  "self-hosted-runners",
  "webhooks",
  "oidc-subjects",
];
async function read(stream: string, config: object = tokenConfig(standIn)) {
  const pages = (await pagesOf(config, io, stream))[stream] ?? [];
  return {
    ids: identitiesOf(recordsOf(pages)).map(({ externalId }) => externalId),
    gaps: pages.flatMap(({ gaps }) => gaps ?? []),
    isComplete: pages.every(({ complete }) => complete),
    read: pages.flatMap((page) => page.read ?? []),
  };
}
/** What a fine-grained token is refused of a repository that it was not given. */
const refuse = (names: readonly string[]) =>
  standIn.faults.push(({ path }) =>
    names.some((name) => path === `/repos/acme/${name}/keys`)
      ? { status: 403, body: { message: "Resource not accessible by personal access token" } }
      : undefined,
  );

describe("a token that does not reach every repository", () => {
  test.each(ofRepositories)("leaves a gap in %s that hides what was not read", async (stream) => {
    world.unreached = ["service-3"];
    const { gaps, isComplete, read: parts } = await read(stream);
    expect(isComplete).toBe(false);
    expect(gaps).toMatchObject([{ reason: "forbidden", scope: "acme", within: "unread" }]);
    expect(gaps[0]?.message).toContain(
      "counts 1 public and 4 private repositories of acme, and the token lists 1 and 3",
    );
    expect(gaps[0]?.message).toContain("GitHub App installed on all repositories");
    expect(parts).toContain("7002");
    expect(parts).not.toContain("7003");
  });

  test("is not taken for whole where GitHub does not tell how many there are", async () => {
    world.tellsCounts = false;
    const { gaps } = await read("deploy-keys");
    expect(gaps).toMatchObject([{ reason: "forbidden", scope: "acme", within: "unread" }]);
    expect(gaps[0]?.message).toContain("does not tell");
  });

  test("is not taken for whole where one goes while another, unseen, is still there", async () => {
    world.unreached = ["service-3"];
    let counted = 0;
    standIn.faults.push(({ path }) => {
      if (path === "/orgs/acme" && (counted += 1) === 2) world.repos.splice(4, 1);
      return undefined;
    });
    expect((await read("deploy-keys")).isComplete).toBe(false);
  });

  test("is not taken for whole by numbers that need not count internal repositories", async () => {
    for (const { repo } of world.repos.slice(1, 3)) Object.assign(repo, { visibility: "internal" });
    expect((await read("deploy-keys")).gaps[0]?.message).toContain("2 are internal");
  });

  test("reads those it was given after many public ones that it was not", async () => {
    world.repos.push(...createWorld({ repos: 26 }).repos.slice(5));
    for (const { repo } of world.repos) repo.private = repo.name === "service-4";
    const given = new Set(["service-4", "service-25"]);
    refuse(world.repos.map(({ repo }) => repo.name).filter((name) => !given.has(name)));
    const { ids, gaps } = await read("deploy-keys");
    expect(ids).toEqual(["deploy-key:104", "deploy-key:125"]);
    expect(gaps.every(({ within }) => within === "unread")).toBe(true);
  });
});

test("a token that lists as many as GitHub counts reads whole", async () => {
  for (const stream of ["deploy-keys", "oidc-subjects"]) {
    expect(await read(stream)).toMatchObject({ isComplete: true, gaps: [] });
  }
});

test("an App on all repositories needs no number of them", async () => {
  world.tellsCounts = false;
  expect(await read("deploy-keys", appConfig(standIn))).toMatchObject({ isComplete: true });
});

test("a private repository that refuses tells that the permission is missing, after one batch", async () => {
  const names = world.repos.map(({ repo }) => repo.name);
  refuse(names);
  const { gaps } = await read("deploy-keys");
  expect(gaps.filter(({ within }) => within === undefined)).toHaveLength(1);
});
