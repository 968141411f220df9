import type { GitHubClient } from "./client";
import type { Creators } from "./remembered-creators";
import type { LastSeen } from "./last-seen";
import type { GitHubConfig } from "./manifest";
import type { Reading } from "./records";
import type { RepoOwners } from "./repo-owners";
import type { SamlIdentities } from "./remembered-saml-identities";
import type { UseDays } from "./use-days";

/** What every stream reads with. */
export interface Reader {
  config: GitHubConfig;
  client: GitHubClient;
  now(): Date;
  owners: RepoOwners;
  /** Who made what, as far as the audit log has told until now. */
  creators: Creators;
  /** Who signs in through the organisation's identity provider. */
  saml: SamlIdentities;
  /** On which days the credentials of an account were used. */
  useDays: UseDays;
  lastSeen: LastSeen;
}

export const pageSize = 100;
export const reading = (reader: Pick<Reader, "now">, route: string): Reading => ({
  source: `GET ${route}`,
  at: reader.now(),
});
