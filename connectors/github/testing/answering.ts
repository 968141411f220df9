import type { RepoWorld, World } from "./world";

export type Json = Record<string, unknown>;

export interface Asked {
  params: Record<string, string>;
  query: Record<string, string | string[]>;
  /** What was sent, parsed and checked. */
  body: Json;
}

export interface Operation {
  /** Permission that GitHub demands of an App for it. */
  permission?: string;
  /** Only an App may call it. */
  appOnly?: boolean;
  /** A call that changes something demands `write`, and answers with this status. */
  writes?: 200 | 201 | 204;
  /** Name of the list in an answer that wraps it, or "" where the answer is the list. */
  list?: string;
  answer(world: World, asked: Asked): unknown;
}

/** What an operation throws for GitHub's 404. */
export class Absent extends Error {}

export function repoOf(world: World, { params }: Asked): RepoWorld {
  const found = world.repos.find(({ repo }) => repo.name === params.repo);
  if (!found || params.owner !== world.org.login) throw new Absent("Not Found");
  return found;
}

export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Absent("Not Found");
  return value;
}

export const ofOrg = (
  permission: string,
  list: string,
  pick: (world: World) => unknown,
): Operation => ({
  permission,
  list,
  answer: (world) => pick(world),
});
export const ofRepo = (
  permission: string,
  list: string,
  pick: (repo: RepoWorld) => unknown,
): Operation => ({
  permission,
  list,
  answer: (world, asked) => pick(repoOf(world, asked)),
});

/** Everything that is limited to some repositories is limited to the same ones here. */
export const chosen = (permission: string, list: string): Operation => ({
  permission,
  list,
  answer: ({ selectedRepos, repos }) =>
    repos.filter(({ repo }) => selectedRepos.includes(repo.name)).map(({ repo }) => repo),
});
