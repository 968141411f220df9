import type { Asked, Json } from "./answering";
import type { World } from "./world";

/** The organisation. Only to some does GitHub tell how many private repositories it has. */
export function organisation({ org, repos, tellsCounts }: World): Json {
  const hidden = repos.filter(({ repo }) => repo.private).length;
  const counts = { total_private_repos: hidden, owned_private_repos: hidden };
  return { ...org, public_repos: repos.length - hidden, ...(tellsCounts ? counts : {}) };
}

export const reposOfToken = ({ repos, unreached }: World, { query }: Asked): unknown[] =>
  repos
    .map(({ repo }) => repo)
    .filter((repo) => repo.private || query.type !== "private")
    .filter(({ name }) => !unreached.includes(name));
