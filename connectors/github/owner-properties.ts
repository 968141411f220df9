import { z } from "zod";
import type { GitHubClient } from "./client";
import { orNone } from "./failures";
import { followingCursor, parsePageCursor } from "./page-cursor";

/** A custom property that names somebody, as organisations call it. */
const naming =
  /^(?:(?:service|repo|code|product|technical|tech|business)[-_ ]?)?(?:owner|owners|owned[-_ ]by|owning[-_ ]team|team|maintainer|maintainers|contact|owner[-_ ]?e?mail)$/i;
const route = "/orgs/{org}/properties/values";
const mostOfOne = 5;

const text = z.string();
const propertyValuesSchema = z.array(
  z.object({
    repository_id: z.number().int(),
    properties: z.array(
      z.object({ property_name: text, value: z.union([text, z.array(text)]).nullable() }),
    ),
  }),
);

/** What a repository's custom properties say of its owner. */
export interface NamedOwner {
  property: string;
  candidate: string;
}

/** Owners that custom properties name, by the repository's id; none where GitHub does not show them. */
export async function ownerProperties(
  client: GitHubClient,
  org: string,
): Promise<ReadonlyMap<number, NamedOwner[]>> {
  const found = new Map<number, NamedOwner[]>();
  let cursor: string | null = null;
  do {
    const at = parsePageCursor(cursor);
    const query = { org, per_page: 100, page: Number(at.page) };
    const asked = client.get(route, query, propertyValuesSchema);
    const answer = await orNone(asked.then((data) => ({ data })));
    if (answer === null) return found;
    for (const { repository_id: id, properties } of answer.data) {
      found.set(id, namedIn(properties));
    }
    cursor = followingCursor(at, answer.data, answer.next, route);
  } while (cursor !== null);
  return found;
}

const namedIn = (properties: z.infer<typeof propertyValuesSchema>[number]["properties"]) =>
  properties
    .filter((one) => naming.test(one.property_name))
    .flatMap(({ property_name: property, value }) =>
      [value ?? []].flat().map((candidate) => ({ property, candidate: candidate.trim() })),
    )
    .filter(({ candidate }) => candidate !== "")
    .slice(0, mostOfOne);
