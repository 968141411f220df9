import { z } from "zod";
import type { Gap } from "../contract";
import { orNone } from "./failures";
import type { Reader } from "./reader";
import { orgSchema } from "./schemas";
import type { Repo } from "./schemas";

const count = z.number().int().min(0);
const countsSchema = z.strictObject({ public: count, private: count });
type Counts = z.infer<typeof countsSchema>;

/** How many repositories GitHub counted before a walk, null where it does not tell, and those listed since. */
export const reachSchema = z.strictObject({
  counted: countsSchema.nullable(),
  listed: countsSchema,
  internal: count,
});
export type Reach = z.infer<typeof reachSchema>;

/** Private ones are counted for some tokens only, such as those of an owner. */
async function countedRepos({ client, config }: Reader): Promise<Counts | null> {
  const org = await orNone(client.get("/orgs/{org}", { org: config.org }, orgSchema));
  const { public_repos: open, total_private_repos: hidden } = org ?? {};
  return typeof open === "number" && typeof hidden === "number"
    ? { public: open, private: hidden }
    : null;
}

export const uncounted: Reach = {
  counted: null,
  listed: { public: 0, private: 0 },
  internal: 0,
};

export const reachAtStart = async (reader: Reader): Promise<Reach> => ({
  ...uncounted,
  counted: await countedRepos(reader),
});

export function withListed({ counted, listed, internal }: Reach, repos: readonly Repo[]): Reach {
  const hidden = repos.filter((repo) => repo.private).length;
  return {
    counted,
    listed: {
      public: listed.public + repos.length - hidden,
      private: listed.private + hidden,
    },
    internal: internal + repos.filter(({ visibility }) => visibility === "internal").length,
  };
}

const isSame = (one: Counts | null, other: Counts): boolean =>
  one?.public === other.public && one.private === other.private;

const closing =
  "What the others hold is not seen, and never counts as gone. A GitHub App installed on all repositories sees it, or a token that was given all of them and whose owner reaches them";

function inWords(org: string, after: Counts | null, { listed, internal }: Reach): string {
  if (after === null) {
    return `GitHub does not tell this token how many repositories ${org} has; it lists ${listed.public} public and ${listed.private} private ones. ${closing} and is an owner of the organisation (a classic token: with the scope admin:org).`;
  }
  const doubt =
    internal > 0 && isSame(after, listed)
      ? `, of which ${internal} are internal and may not be among those counted`
      : "";
  return `GitHub counts ${after.public} public and ${after.private} private repositories of ${org}, and the token lists ${listed.public} and ${listed.private}${doubt}. ${closing}.`;
}

/**
 * What a token may not have listed, none when it surely listed all. It is counted before and after,
 * so that one that goes in between does not stand for one that the token never saw.
 */
export async function gapOfReach(reader: Reader, reach: Reach): Promise<Gap[]> {
  const { org } = reader.config;
  const { counted: before, listed, internal } = reach;
  const after = await countedRepos(reader);
  if (isSame(before, listed) && isSame(after, listed) && internal === 0) return [];
  return [
    { reason: "forbidden", scope: org, message: inWords(org, after, reach), within: "unread" },
  ];
}
