import type { ActionTarget, TargetActions } from "../contract";
import type { ActionTools } from "./actions/tools";
import { deployKeyActions } from "./actions/deploy-key";
import { secretActions } from "./actions/secret";
import { ssoCredentialActions, tokenActions } from "./actions/token";
import { runnerActions } from "./actions/runner";
import { webhookActions } from "./actions/webhook";

type Maker = (tools: ActionTools, target: ActionTarget) => TargetActions | null;

const byDetail: readonly (readonly [RegExp, Maker])[] = [
  [/^github\.deploy_key\./, deployKeyActions],
  [/^github\.secret\./, secretActions],
  [/^github\.webhook\./, webhookActions],
  [/^github\.runner/, runnerActions],
  [/^github\.fgpat(?:_request)?$/, tokenActions],
  [/^github\.(?:classic_pat|user_ssh_key|user_app_token)$/, ssoCredentialActions],
];

/**
 * What can be done with one thing of the organisation. Null where GitHub offers nothing: other
 * companies' installations, OAuth apps, and the credential that Muster itself uses.
 */
export function actionsOn(tools: ActionTools, target: ActionTarget): TargetActions | null {
  if (target.subject !== "identity") return null;
  const make = byDetail.find(([pattern]) => pattern.test(target.detail))?.[1];
  return make?.(tools, target) ?? null;
}
