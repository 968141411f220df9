import { z } from "zod";
import { ConnectorError, type ActionTarget } from "../../contract";
import type { GitHubClient } from "../client";

/** What an action works with: one organisation and a credential that may write. */
export interface ActionTools {
  client: GitHubClient;
  org: string;
  now: () => Date;
}

export type Where = Readonly<Record<string, string | number>>;

/** Something in one repository, or null when it is the organisation's. */
const repoAttributes = z.object({
  repository: z.string().nullish(),
  repositoryId: z.number().nullish(),
});

export interface Place {
  /** Beginning of the routes: `/orgs/{org}` or `/repos/{owner}/{repo}`. */
  root: string;
  where: Where;
  repository: { name: string; id: number } | null;
}

/** Where the target lives, from what the last sync kept of it. */
export function placeOf({ org }: ActionTools, { attributes }: ActionTarget): Place | null {
  const { data } = repoAttributes.safeParse(attributes);
  if (!data?.repository) return { root: "/orgs/{org}", where: { org }, repository: null };
  const [owner, repo] = data.repository.split("/");
  if (!owner || !repo || !data.repositoryId) return null;
  return {
    root: "/repos/{owner}/{repo}",
    where: { owner, repo },
    repository: { name: data.repository, id: data.repositoryId },
  };
}

/** The number at the end of an external id such as `webhook:org:501`. */
export function numberOf({ externalId }: ActionTarget): number | null {
  const [, digits] = /:(\d{1,15})$/.exec(externalId) ?? [];
  return digits ? Number(digits) : null;
}

/** What a call gives, or null when GitHub no longer knows the thing. */
export async function orGone<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    const status = error instanceof ConnectorError ? error.extra.httpStatus : undefined;
    if (status === 404 || status === 410) return null;
    throw error;
  }
}

const repoIdSchema = z.object({ id: z.number().int() });

/**
 * Why the place is not the one that was seen: a name may have been given to another repository
 * since. Also tells a repository that is hidden from us from a thing that is gone.
 */
export async function placeRefusal({ client }: ActionTools, place: Place): Promise<string | null> {
  if (!place.repository) return null;
  const found = await orGone(client.get("/repos/{owner}/{repo}", place.where, repoIdSchema));
  if (!found) {
    return `The repository ${place.repository.name} is gone or hidden from this credential.`;
  }
  return found.data.id === place.repository.id
    ? null
    : `Another repository is called ${place.repository.name} now. Sync the source and ask again.`;
}

/** Stops when the place is another one than was seen; nothing was changed then. */
export async function guard(tools: ActionTools, place: Place): Promise<void> {
  const refusal = await placeRefusal(tools, place);
  if (refusal) throw new ConnectorError("forbidden", `${refusal} Nothing was changed.`);
}
