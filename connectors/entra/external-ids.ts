/** Ids of this source: Entra's immutable object ids, never a name. */
export const applicationId = (id: string): string => `application:${id}`;
export const principalId = (id: string): string => `service-principal:${id}`;

export type Holder = "application" | "service-principal";
export const secretId = (holder: string, keyId: string): string => `${holder}/secret/${keyId}`;
export const certificateId = (holder: string, keyId: string): string =>
  `${holder}/certificate/${keyId}`;
export const federatedId = (holder: string, id: string): string => `${holder}/federated/${id}`;

const guid = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const pattern = new RegExp(
  `^(application|service-principal):(${guid})(?:/(secret|certificate|federated)/(${guid}))?$`,
);

export interface ParsedId {
  holder: Holder;
  objectId: string;
  part: { kind: "secret" | "certificate" | "federated"; id: string } | null;
}

/** What an id of this source stands for; null for one that is not of this source. */
export function parseId(externalId: string): ParsedId | null {
  const [, holder, objectId, kind, id] = pattern.exec(externalId) ?? [];
  if (!holder || !objectId) return null;
  const part = kind && id ? { kind: kind as "secret" | "certificate" | "federated", id } : null;
  return { holder: holder as Holder, objectId, part };
}
