import { sql } from "@/lib/infra/db";

const most = 20;

/** The same value kept elsewhere, by the fingerprint of what is to go; the same thing in another source goes too. */
const copies = `
  SELECT 'The same value is kept as ' || i.name || ' in ' || s.name AS words
  FROM credential own
  JOIN credential other ON other.fingerprint = own.fingerprint AND other.identity_id <> own.identity_id
    AND other.missing_since IS NULL
  JOIN identity holder ON holder.id = own.identity_id
  JOIN identity i ON i.id = other.identity_id AND i.external_id <> holder.external_id
  JOIN source s ON s.id = i.source_id AND s.removed_at IS NULL
  WHERE own.identity_id = $1::uuid AND (own.external_id = $2 OR $3 = 'identity')`;

/** What whoever holds a token added as SSH keys: it outlives the token, and no provider says what it was made with. */
const sshKeys = `
  SELECT 'The SSH key ' || i.name || ' was added by the same person and stays' AS words
  FROM identity own
  JOIN identity i ON i.source_id = own.source_id AND i.id <> own.id AND i.missing_since IS NULL
    AND i.facts #>> '{createdBy,value}' = own.facts #>> '{createdBy,value}'
  WHERE own.id = $1::uuid AND own.kind = 'personal_access_token'
    AND EXISTS (SELECT 1 FROM credential c WHERE c.identity_id = i.id AND c.kind = 'ssh_key' AND c.missing_since IS NULL)`;

/** What the inventory knows of that the provider does not tell and that would stay behind. */
export async function inventoryLeftovers(found: {
  identityId: string | null;
  externalId: string;
  target: unknown;
}): Promise<string[]> {
  if (found.identityId === null) return [];
  const { subject } = found.target as { subject: string };
  const rows = await sql<{ words: string }>(
    `SELECT DISTINCT words FROM (${copies} UNION ALL ${sshKeys}) left_behind ORDER BY words LIMIT ${most}`,
    [found.identityId, found.externalId, subject],
  );
  return rows.map(({ words }) => words);
}
