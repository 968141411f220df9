import { defineConnector } from "../contract";
import type { Page } from "../contract";
import { actionsOn } from "./actions";
import { actionsSecretDelivery } from "./actions/actions-secret";
import { createClient } from "./client";
import { rememberedCreators } from "./remembered-creators";
import { lastSeenIn } from "./last-seen";
import { manifest } from "./manifest";
import type { Reader } from "./reader";
import { repoOwners } from "./repo-owners";
import { rememberedSamlIdentities } from "./remembered-saml-identities";
import { streamList } from "./stream-list";
import type { StreamName } from "./stream-list";
import { appInstallations, ownCredential } from "./streams/app-installations";
import { copilotAgent } from "./streams/copilot-agent";
import { creators } from "./streams/creators";
import { deployKeys } from "./streams/deploy-keys";
import { fineGrainedTokenRequests, fineGrainedTokens } from "./streams/fine-grained-tokens";
import { machineUsers } from "./streams/machine-users";
import { oauthApps } from "./streams/oauth-apps";
import { oidcSubjects } from "./streams/oidc-subjects";
import { selfHostedRunners } from "./streams/runners";
import { samlIdentities } from "./streams/saml-identities";
import { secretsOf } from "./streams/secrets";
import { ssoCredentials } from "./streams/sso-credentials";
import { webhooks } from "./streams/webhooks";
import { rememberedUseDays } from "./use-days";
import { verify } from "./verify";

const lists: Record<StreamName, (reader: Reader, cursor: string | null) => Promise<Page>> = {
  creators,
  "saml-identities": samlIdentities,
  "own-credential": ownCredential,
  "app-installations": appInstallations,
  "fine-grained-tokens": fineGrainedTokens,
  "fine-grained-token-requests": fineGrainedTokenRequests,
  "sso-credentials": ssoCredentials,
  "oauth-apps": oauthApps,
  "machine-users": machineUsers,
  "deploy-keys": deployKeys,
  "actions-secrets": secretsOf("actions"),
  "dependabot-secrets": secretsOf("dependabot"),
  "codespaces-secrets": secretsOf("codespaces"),
  "agents-secrets": secretsOf("agents"),
  "copilot-agent": copilotAgent,
  "self-hosted-runners": selfHostedRunners,
  webhooks,
  "oidc-subjects": oidcSubjects,
};

export const connector = defineConnector(manifest, {
  async connect(config, io) {
    const client = createClient(config, io);
    const now = () => io.now();
    const reader: Reader = {
      config,
      client,
      now,
      owners: repoOwners(client, config.org, io.cache),
      creators: rememberedCreators(io.cache),
      saml: rememberedSamlIdentities(io.cache),
      useDays: rememberedUseDays(io.cache),
      lastSeen: lastSeenIn(client, config.org),
    };
    const tools = { client, org: config.org, now };
    return {
      verify: () => verify(client, config),
      actions: (target) => actionsOn(tools, target),
      delivery: (place) => actionsSecretDelivery(tools, place),
      streams: streamList.map((stream) => ({
        ...stream,
        list: async (cursor: string | null) => {
          const page = await lists[stream.name](reader, cursor);
          const records = await reader.creators.fillIn(page.records);
          return { ...page, records: await reader.saml.nameOwners(records) };
        },
      })),
    };
  },
});
