import { defineConnector, type Page } from "../contract";
import { actionsOn } from "./actions";
import { createClient } from "./client";
import { hostsOf } from "./config";
import { directoryOf } from "./directory";
import { manifest } from "./manifest";
import type { Reader } from "./reader";
import { streamList, type StreamName } from "./stream-list";
import { agentIdentities } from "./streams/agent-identities";
import { agentSponsors } from "./streams/agent-sponsors";
import { applications } from "./streams/applications";
import { appRoleAssignments, directoryRoles, oauth2PermissionGrants } from "./streams/grants";
import { owners } from "./streams/owners";
import { servicePrincipals } from "./streams/service-principals";
import { signInActivity } from "./streams/sign-in-activity";
import { verify } from "./verify";

const lists: Record<StreamName, (reader: Reader, cursor: string | null) => Promise<Page>> = {
  applications,
  "service-principals": servicePrincipals,
  "agent-identities": agentIdentities,
  owners,
  "agent-sponsors": agentSponsors,
  "app-role-assignments": appRoleAssignments,
  "oauth2-permission-grants": oauth2PermissionGrants,
  "directory-roles": directoryRoles,
  "sign-in-activity": signInActivity,
};

export const connector = defineConnector(manifest, {
  async connect(config, io) {
    const client = createClient(config, io);
    const directory = directoryOf(client);
    const now = () => io.now();
    const reader: Reader = { config, client, directory, now, portal: hostsOf(config).portal };
    return {
      verify: () => verify(client, config),
      actions: (target) => actionsOn({ client, config, now }, target),
      streams: streamList.map((stream) => ({
        ...stream,
        list: (cursor: string | null) => lists[stream.name](reader, cursor),
      })),
    };
  },
});
