/** Local parts that stand for a group or nobody: a person must be able to answer. */
const groups =
  /^(?:no-?reply|do-?not-?reply|devops|dev-?ops|sre|ops|operations|platform|infra(?:structure)?|it|it-?support|help-?desk|support|admins?|administrators?|root|postmaster|webmaster|hostmaster|abuse|security|secops|info|contact|hello|office|team|engineering|eng|developers?|devs?|data|ml|ai|qa|builds?|ci|alerts?|notifications?|billing|accounts?|sales|marketing|everyone|all|staff)$/;
const groupParts =
  /(?:^|[-_.])(?:team|group|squad|guild|all|list|alerts?|shared|mailbox|no-?reply)(?:[-_.]|$)/;

/** Whether an address or login belongs to a group, a mailbox or a machine instead of a person (C3). */
export function isSharedInbox(candidate: string): boolean {
  const text = candidate.trim().toLowerCase();
  const local = (text.startsWith("@") ? text.slice(1) : text).split("@")[0]!.split("+")[0]!;
  return groups.test(local) || groupParts.test(local) || text.includes("[bot]") || isTeam(text);
}

/** `@acme/payments`, `acme/payments`: how GitHub writes a team. */
const isTeam = (text: string): boolean => /^@?[a-z0-9-]+\/[a-z0-9._-]+$/.test(text);
