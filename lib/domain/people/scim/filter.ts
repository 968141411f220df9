import { DomainError } from "../../errors";

/** One thing that a list can be asked for. */
export interface ScimFilter {
  attribute: "username" | "externalid" | "displayname" | "email" | "id";
  value: string;
}

const form =
  /^\s*([A-Za-z.]+)(?:\[\s*type\s+eq\s+"work"\s*\]\.value)?\s+eq\s+"((?:[^"\\]|\\.){0,300})"\s*$/i;
const names: Readonly<Record<string, ScimFilter["attribute"]>> = {
  username: "username",
  externalid: "externalid",
  displayname: "displayname",
  emails: "email",
  "emails.value": "email",
  id: "id",
};

/** `userName eq "ada@acme.example"`: what Okta and Entra ask before they create. */
export function readFilter(text: string | null): ScimFilter | null {
  if (text === null || text.trim() === "") return null;
  const match = form.exec(text);
  const attribute = match ? names[match[1]!.toLowerCase()] : undefined;
  if (!match || !attribute) {
    throw new DomainError(
      "invalid_input",
      'Only filters of the form attribute eq "value" on userName, externalId, displayName, emails or id are supported.',
      { fields: { filter: "is not supported" } },
    );
  }
  return { attribute, value: match[2]!.replaceAll(/\\(.)/g, "$1") };
}
