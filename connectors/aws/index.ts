import { defineConnector, type Connection } from "../contract";
import { openAccess } from "./access";
import { manifest } from "./manifest";
import { accessAnalyzerStep } from "./streams/access-analyzer";
import { accessKeysStep } from "./streams/access-keys";
import { accountStep } from "./streams/account";
import { federationProvidersStep } from "./streams/federation-providers";
import { rolesStep, usersStep } from "./streams/principals";
import { secretsStep } from "./streams/secrets";
import { serviceCredentialsStep } from "./streams/service-credentials";
import { sshKeysStep } from "./streams/ssh-keys";
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
      streams: [
        global("account", accountStep),
        global("users", usersStep()),
        global("roles", rolesStep(config.includeSsoRoles)),
        global("federation-providers", federationProvidersStep),
        global("access-keys", accessKeysStep),
        global("service-credentials", serviceCredentialsStep),
        ...(config.collectSshKeys ? [global("ssh-keys", sshKeysStep)] : []),
        overAccounts(access, "secrets", true, secretsStep),
        overAccounts(access, "access-analyzer", true, accessAnalyzerStep),
      ],
    };
  },
});
