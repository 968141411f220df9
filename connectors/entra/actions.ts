import type { ActionTarget, TargetActions } from "../contract";
import { applicationActions } from "./actions/application";
import { federatedActions } from "./actions/federated-credential";
import { principalActions } from "./actions/principal";
import { secretActions } from "./actions/secret";
import type { ActionTools } from "./actions/tools";

type Maker = (tools: ActionTools, target: ActionTarget) => TargetActions | null;

const byDetail: readonly (readonly [RegExp, Maker])[] = [
  [/^entra\.application$/, applicationActions],
  [/^entra\.service_principal(?:\.legacy|\.third_party)?$/, principalActions],
  [/^entra\.agent_identity$/, principalActions],
];
const byKind: Readonly<Record<string, Maker>> = {
  client_secret: secretActions,
  federated: federatedActions,
};

/** What can be done with one thing of the tenant. Null for managed identities, which Azure keeps. */
export function actionsOn(tools: ActionTools, target: ActionTarget): TargetActions | null {
  const make =
    target.subject === "identity"
      ? byDetail.find(([pattern]) => pattern.test(target.detail))?.[1]
      : byKind[target.kind];
  return make?.(tools, target) ?? null;
}
