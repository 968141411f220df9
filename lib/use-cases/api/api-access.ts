import {
  permissionTable,
  type Permission,
  tokenScopes,
  type TokenScope,
} from "@/lib/domain/people/permissions";
import type { UseCase } from "./api-route";

/** Who may call an operation. */
export interface ApiAccess {
  permission: Permission | "public";
  /** `owner:own`: only what is theirs. */
  roles: readonly string[];
  /** Any one of these opens it to a token; none where only a person may. */
  scopes: readonly TokenScope[];
  stepUp: boolean;
}

const scopeNames = Object.keys(tokenScopes) as TokenScope[];

/** Read off the command or query itself. A token can never step up, so no scope opens what asks for it. */
export function accessOf({ permission, stepUp = false }: UseCase): ApiAccess {
  return {
    permission,
    roles: permission === "public" ? [] : permissionTable[permission],
    scopes: stepUp ? [] : scopeNames.filter((scope) => tokenScopes[scope](permission)),
    stepUp,
  };
}

const list = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(", ");

const roleWords = (roles: readonly string[]): string =>
  roles
    .map((role) => (role.endsWith(":own") ? `${role.slice(0, -4)} (what is theirs)` : role))
    .join(", ");

/** The same in words. */
export function accessSentence({ permission, roles, scopes, stepUp }: ApiAccess): string {
  const who = `Permission \`${permission}\`: ${roleWords(roles)}.`;
  if (stepUp) {
    return `${who} Asks a person to confirm that it is them (step-up), so no token can call it.`;
  }
  return scopes.length > 0
    ? `${who} Token scope: ${list(scopes)}${scopes.length > 1 ? ", any one of them" : ""}.`
    : `${who} No token scope opens it: it takes a signed-in person.`;
}
