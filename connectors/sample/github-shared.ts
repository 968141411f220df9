import { addCredential, type Life, type World } from "./world";

export const source = "sample GitHub";
export const organisation = "acme-robotics";

/** The secret behind a row that is itself a token, key or hook. */
export function addSecret(
  world: World,
  identity: string,
  kind: "pat" | "ssh_key" | "webhook_secret" | "stored_secret",
  facts: Life["facts"],
  fingerprint?: string,
): void {
  addCredential(world, {
    externalId: `${identity}/secret`,
    identityExternalId: identity,
    kind,
    name: kind === "ssh_key" ? "Public key" : "Secret",
    status: "active",
    ...(fingerprint === undefined ? {} : { fingerprint }),
    facts,
  });
}
