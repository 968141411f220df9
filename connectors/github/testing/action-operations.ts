import { Absent, present, repoOf } from "./answering";
import type { Asked, Json, Operation } from "./answering";
import { openSealedBox, sealingKey } from "./sealing";
import * as setting from "./settings-shapes";
import { deployKey } from "./shapes";
import type { World } from "./world";

type Pick = (world: World, asked: Asked) => Json[];

/** The one entry whose `field` is what the route says. */
function entry(pick: Pick, field: string, parameter: string) {
  const find = (world: World, asked: Asked): { list: Json[]; at: number } => {
    const list = pick(world, asked);
    const wanted = decodeURIComponent(String(asked.params[parameter]));
    const at = list.findIndex((each) => String(each[field]) === wanted);
    if (at < 0) throw new Absent("Not Found");
    return { list, at };
  };
  return {
    read: (permission: string): Operation => ({
      permission,
      answer: (world, asked) => {
        const { list, at } = find(world, asked);
        return list[at];
      },
    }),
    remove: (permission: string): Operation => ({
      permission,
      writes: 204,
      answer: (world, asked) => {
        const { list, at } = find(world, asked);
        list.splice(at, 1);
      },
    }),
    change: (permission: string): Operation => ({
      permission,
      writes: 200,
      answer: (world, asked) => {
        const { list, at } = find(world, asked);
        return Object.assign(list[at] ?? {}, { active: asked.body.active });
      },
    }),
  };
}

const keys = entry((world, asked) => repoOf(world, asked).keys, "id", "key_id");
const orgHooks = entry(({ hooks }) => hooks, "id", "hook_id");
const repoHooks = entry((world, asked) => repoOf(world, asked).hooks, "id", "hook_id");
const orgRunners = entry(({ runners }) => runners, "id", "runner_id");
const repoRunners = entry((world, asked) => repoOf(world, asked).runners, "id", "runner_id");
const tokens = entry(({ tokens: list }) => list, "id", "pat_id");
const requests = entry(({ tokenRequests }) => tokenRequests, "id", "pat_request_id");
const authorisations = entry(
  ({ ssoCredentials }) => present(ssoCredentials),
  "credential_id",
  "credential_id",
);
const environmentSecrets = entry(
  (world, asked) => {
    const name = decodeURIComponent(asked.params.environment_name ?? "");
    const { environments } = repoOf(world, asked);
    return present(environments.find(({ environment }) => environment.name === name)).secrets;
  },
  "name",
  "secret_name",
);

const stores = [
  ["actions", ""],
  ["dependabot", "dependabot_"],
  ["codespaces", "codespaces_"],
  ["agents", "agent_"],
] as const;
const secretOperations = stores.flatMap(([store, prefix]): [string, Operation][] => {
  const org = entry(({ secrets }) => secrets[store], "name", "secret_name");
  const repo = entry((world, asked) => repoOf(world, asked).secrets[store], "name", "secret_name");
  return [
    [`${store}/get-org-secret`, org.read(`organization_${prefix}secrets`)],
    [`${store}/delete-org-secret`, org.remove(`organization_${prefix}secrets`)],
    [`${store}/get-repo-secret`, repo.read(`${prefix}secrets`)],
    [`${store}/delete-repo-secret`, repo.remove(`${prefix}secrets`)],
    [
      `${store}/set-selected-repos-for-org-secret`,
      {
        permission: `organization_${prefix}secrets`,
        writes: 204,
        answer: (world, { body }) => {
          const ids = body.selected_repository_ids as number[];
          world.selectedRepos = world.repos
            .filter(({ repo: each }) => ids.includes(each.id))
            .map(({ repo: each }) => each.name);
        },
      },
    ],
  ];
});

/** Keeps what was sent sealed, as GitHub does, and opens it for the test to look at. */
const putSecret = (permission: string, ofEnvironment: boolean): Operation => ({
  permission,
  writes: 201,
  answer: (world, asked) => {
    const { repo, secrets, environments } = repoOf(world, asked);
    const at = decodeURIComponent(asked.params.environment_name ?? "");
    const list = ofEnvironment
      ? present(environments.find(({ environment }) => environment.name === at)).secrets
      : secrets.actions;
    const name = String(asked.params.secret_name);
    if (!list.some((one) => one.name === name)) list.push(setting.secret(name));
    const place = [repo.name, ...(ofEnvironment ? [at] : []), name].join("/");
    world.delivered.set(place, openSealedBox(String(asked.body.encrypted_value)));
    return {};
  },
});
const publicKey = (permission: string, ofEnvironment: boolean): Operation => ({
  permission,
  answer: (world, asked) => {
    const { environments } = repoOf(world, asked);
    const at = decodeURIComponent(asked.params.environment_name ?? "");
    if (ofEnvironment) present(environments.find(({ environment }) => environment.name === at));
    return sealingKey;
  },
});

/** What the connector's actions call. */
export const actionOperations: Record<string, Operation> = {
  ...Object.fromEntries(secretOperations),
  "repos/get": {
    permission: "metadata",
    answer: (world, asked) => ({
      ...repoOf(world, asked).repo,
      has_discussions: false,
      network_count: 0,
      subscribers_count: 0,
    }),
  },
  "repos/get-deploy-key": keys.read("administration"),
  "repos/delete-deploy-key": keys.remove("administration"),
  "repos/create-deploy-key": {
    permission: "administration",
    writes: 201,
    answer: (world, asked) => {
      const { title, key, read_only: readOnly } = asked.body;
      const made = deployKey(990_000 + repoOf(world, asked).keys.length, String(key), {
        title,
        read_only: readOnly,
        last_used: null,
      });
      repoOf(world, asked).keys.push(made);
      return made;
    },
  },
  "actions/get-repo-public-key": publicKey("secrets", false),
  "actions/create-or-update-repo-secret": putSecret("secrets", false),
  "actions/get-environment-public-key": publicKey("environments", true),
  "actions/create-or-update-environment-secret": putSecret("environments", true),
  "actions/get-environment-secret": environmentSecrets.read("environments"),
  "actions/delete-environment-secret": environmentSecrets.remove("environments"),
  "orgs/get-webhook": orgHooks.read("organization_hooks"),
  "orgs/update-webhook": orgHooks.change("organization_hooks"),
  "orgs/delete-webhook": orgHooks.remove("organization_hooks"),
  "repos/get-webhook": repoHooks.read("repository_hooks"),
  "repos/update-webhook": repoHooks.change("repository_hooks"),
  "repos/delete-webhook": repoHooks.remove("repository_hooks"),
  "actions/get-self-hosted-runner-for-org": orgRunners.read("organization_self_hosted_runners"),
  "actions/delete-self-hosted-runner-from-org": orgRunners.remove(
    "organization_self_hosted_runners",
  ),
  "actions/get-self-hosted-runner-for-repo": repoRunners.read("administration"),
  "actions/delete-self-hosted-runner-from-repo": repoRunners.remove("administration"),
  "orgs/update-pat-access": {
    ...tokens.remove("organization_personal_access_tokens"),
    appOnly: true,
  },
  "orgs/review-pat-grant-request": {
    ...requests.remove("organization_personal_access_token_requests"),
    appOnly: true,
  },
  "orgs/remove-saml-sso-authorization": authorisations.remove("organization_administration"),
};
