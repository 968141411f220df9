import { z } from "zod";
import { ConnectorError, type Delivery, type DeliveryPlace } from "../../contract";
import { sealedBox } from "../sealed-box";
import { orGone, type ActionTools } from "./tools";

/** GitHub keeps names that begin with GITHUB_ for itself. */
const secretName = /^(?!GITHUB_)[A-Z_][A-Z0-9_]{0,199}$/i;
const renaming = z
  .string()
  .trim()
  .regex(/^(?:\w+=\w+(?:\s*,\s*|$))*$/)
  .transform(
    (text) => new Map(text.split(/\s*,\s*/).map((pair) => pair.split("=") as [string, string])),
  )
  .refine((names) => [...names.values()].every((name) => !name || secretName.test(name)));
const fields = z.object({
  repository: z
    .string()
    .trim()
    .regex(/^(?:[\w-]+\/)?[\w.-]{1,100}$/),
  environment: z.string().trim().max(255).optional(),
  names: renaming.optional(),
});
const keySchema = z.object({ key_id: z.string(), key: z.string() });
const repoSchema = z.object({ archived: z.boolean().optional() });

/** Keeps each part of a secret as an Actions secret of a repository or of one of its environments. */
export function actionsSecretDelivery(tools: ActionTools, place: DeliveryPlace): Delivery | null {
  const { data } = fields.safeParse(place.fields);
  if (place.kind !== "actions_secret" || !data) return null;
  const [owner = "", repo = ""] = data.repository.includes("/")
    ? data.repository.split("/")
    : [tools.org, data.repository];
  if (owner.toLowerCase() !== tools.org.toLowerCase()) return null;
  const { client } = tools;
  const { environment } = data;
  const repository = `${owner}/${repo}`;
  const where = { owner, repo, ...(environment ? { environment_name: environment } : {}) };
  const store = environment ? "environments/{environment_name}" : "actions";
  const root = `/repos/{owner}/{repo}/${store}/secrets`;
  const shown = environment ? `${repository}, environment ${environment}` : repository;
  const nameOf = (part: string): string => data.names?.get(part) ?? part;
  const publicKey = () => orGone(client.get(`${root}/public-key`, where, keySchema));

  return {
    calls: (parts) =>
      parts.map((part) => ({
        call: `PUT Actions secret ${nameOf(part)} of ${shown}`,
        effect: "Workflows read the new value from their next run on; the value before is lost",
      })),
    refusal: async () => {
      const found = await orGone(client.get("/repos/{owner}/{repo}", { owner, repo }, repoSchema));
      if (!found)
        return `The repository ${repository} does not exist or is hidden from this credential.`;
      if (found.data.archived)
        return `The repository ${repository} is archived: it takes no secrets.`;
      if (await publicKey()) return null;
      return `There is no environment ${environment ?? ""} in ${repository}, or it takes no secrets.`;
    },
    deliver: async (secret) => {
      const found = await publicKey();
      if (!found) throw new ConnectorError("forbidden", `${shown} takes no secrets any more.`);
      const { key, key_id: keyId } = found.data;
      const names = Object.entries(secret).map(([part, value]) => [nameOf(part), value] as const);
      for (const [name, value] of names) {
        await client.send("PUT", `${root}/{secret_name}`, {
          ...where,
          secret_name: name,
          encrypted_value: sealedBox(value, key),
          key_id: keyId,
        });
      }
      return `GitHub keeps ${names.map(([name]) => name).join(" and ")} for the workflows of ${shown}.`;
    },
  };
}
