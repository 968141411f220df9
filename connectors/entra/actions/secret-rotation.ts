import { ConnectorError, type ActionTarget, type TargetRotation } from "../../contract";
import type { PasswordCredential } from "../schemas";
import { notThere, type HeldSecret, type SecretHolder } from "./held-secrets";
import { refusalOf, type ActionTools } from "./tools";

const dayMs = 86_400_000;
/** The portal offers no more than two years; without an end of its own, a successor gets half a year. */
const longestDays = 730;
const usualDays = 180;

/** The same number of days as the old one had, from now on. */
export function successorEnds(
  { startDateTime, endDateTime }: PasswordCredential,
  now: Date,
): string {
  const span =
    startDateTime && endDateTime
      ? (Date.parse(endDateTime) - Date.parse(startDateTime)) / dayMs
      : usualDays;
  const days = Math.min(Math.max(Math.round(span), 1), longestDays);
  return new Date(now.getTime() + days * dayMs).toISOString();
}

/** The name of a successor ends in its case, so that one whose answer was lost is found. */
export const marked = (name: string | null | undefined, mark: string): string =>
  `${(name || "Client secret").replace(/ \(muster-[0-9a-f-]{36}\)$/, "").slice(0, 60)} (${mark})`;

/** Removes successors of one case that nobody holds; those of others stay. */
async function discardLost(
  secret: HeldSecret,
  known: readonly string[],
  mark: string,
): Promise<string> {
  const holder = await secret.read();
  const lost = (holder?.passwordCredentials ?? []).filter(
    (one) => !known.includes(secret.idOf(one)) && one.displayName?.endsWith(`(${mark})`),
  );
  for (const one of lost) await secret.remove(one.keyId);
  if (lost.length === 0) return "No secret was left behind.";
  return `Removed ${lost.map(({ keyId }) => keyId).join(", ")}, whose value nobody knows.`;
}

/** A second secret beside the old one; both work until the old one is removed. */
export function secretRotation(
  tools: ActionTools,
  target: ActionTarget,
  secret: HeldSecret,
): TargetRotation {
  const held = async (): Promise<{ holder: SecretHolder; old: PasswordCredential }> => {
    const holder = await secret.read();
    const old = holder?.passwordCredentials.find(({ keyId }) => keyId === secret.keyId);
    if (!holder || !old) throw notThere(secret.shown);
    return { holder, old };
  };

  return {
    calls: [
      {
        call: `POST ${secret.shown}/addPassword`,
        effect: "A second secret works beside the old one, for as many days as that one had",
      },
    ],
    refusal: async () => {
      const holder = await secret.read();
      const isHeld = holder?.passwordCredentials.some(({ keyId }) => keyId === secret.keyId);
      if (!holder || !isHeld) return "The secret does not exist any more.";
      return refusalOf(tools, target, holder.appId);
    },
    existing: async () =>
      ((await secret.read())?.passwordCredentials ?? []).map((one) => secret.idOf(one)),
    create: async (mark, persist) => {
      const { holder, old } = await held();
      const refusal = refusalOf(tools, target, holder.appId);
      if (refusal) throw new ConnectorError("forbidden", `${refusal} Nothing was changed.`);
      const name = marked(old.displayName, mark);
      const made = await secret.add(name, successorEnds(old, tools.now()));
      try {
        await persist({
          externalId: secret.idOf(made),
          name,
          secret: { AZURE_CLIENT_SECRET: made.secretText },
        });
      } catch (error) {
        await secret.remove(made.keyId);
        throw error;
      }
      return `Entra made the secret ${made.keyId}.`;
    },
    discard: (known, mark) => discardLost(secret, known, mark),
  };
}
