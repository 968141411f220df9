import type { GitHubClient } from "./client";
import type { Creators } from "./creators";
import type { GitHubConfig } from "./manifest";
import type { Reading } from "./records";
import type { RepoOwners } from "./repo-owners";

/** What every stream reads with. */
export interface Reader {
  config: GitHubConfig;
  client: GitHubClient;
  now(): Date;
  owners: RepoOwners;
  /** Who made what, as far as the audit log has told until now. */
  creators: Creators;
}

export const pageSize = 100;
export const reading = (reader: Pick<Reader, "now">, route: string): Reading => ({
  source: `GET ${route}`,
  at: reader.now(),
});
