import { defineConnector, type Connection } from "../contract";
import { openAccess } from "./access";
import { awsActions } from "./actions/index";
import { awsDelivery } from "./actions/delivery";
import { manifest } from "./manifest";
import { accessAnalyzerStep } from "./streams/access-analyzer";
import { accessKeysStep } from "./streams/access-keys";
import { accountStep } from "./streams/account";
import { creatorsStep } from "./streams/creators";
import { delegationRequestsStep } from "./streams/delegation-requests";
import { federationProvidersStep } from "./streams/federation-providers";
import { outboundFederationStep } from "./streams/outbound-federation";
import { podIdentitiesStep } from "./streams/pod-identities";
import { rolesStep, usersStep } from "./streams/principals";
import { rolesAnywhereStep } from "./streams/roles-anywhere";
import { secretsStep } from "./streams/secrets";
import { serviceCredentialsStep } from "./streams/service-credentials";
import { serverCertificatesStep } from "./streams/server-certificates";
import { serviceLastAccessedStep } from "./streams/service-last-accessed";
import { sshKeysStep } from "./streams/ssh-keys";
import { ssmParametersStep } from "./streams/ssm-parameters";
import { verifyAccess } from "./verify";
import { overAccounts } from "./walk";

/** AWS over its own SDK. Nothing is asked until a stream is read or `verify` is called. */
export const connector = defineConnector(manifest, {
  connect: async (config, io): Promise<Connection> => {
    const access = openAccess(config, io);
    const global = (
      name: Parameters<typeof overAccounts>[1],
      step: Parameters<typeof overAccounts>[3],
    ) => overAccounts(access, name, false, step);
    return {
      verify: () => verifyAccess(access),
      actions: (target) => awsActions(access, target),
      delivery: (place) => awsDelivery(access, place),
      streams: [
        global("creators", creatorsStep()),
        global("account", accountStep),
        global("users", usersStep()),
        global("roles", rolesStep(config.includeSsoRoles)),
        global("federation-providers", federationProvidersStep),
        global("outbound-federation", outboundFederationStep),
        global("delegation-requests", delegationRequestsStep),
        global("access-keys", accessKeysStep),
        global("service-credentials", serviceCredentialsStep),
        ...(config.collectSshKeys ? [global("ssh-keys", sshKeysStep)] : []),
        global("server-certificates", serverCertificatesStep),
        overAccounts(access, "secrets", true, secretsStep),
        overAccounts(access, "ssm-parameters", true, ssmParametersStep),
        overAccounts(access, "roles-anywhere", true, rolesAnywhereStep),
        overAccounts(access, "pod-identities", true, podIdentitiesStep),
        overAccounts(access, "access-analyzer", true, accessAnalyzerStep),
        global("service-last-accessed", serviceLastAccessedStep()),
      ],
    };
  },
});
