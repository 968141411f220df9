const naming = /\b(?:owner|team|contact)\s*([=:])\s*([^\n,;]{2,320})/i;

/**
 * Whom a comment or description names: `owner=ann@example.com`, `team: Data Platform`. Behind an
 * equals sign stands one word, behind a colon what people write up to the end of the phrase.
 */
export function writtenOwner(text: string | undefined | null): string | undefined {
  const [, sign, rest = ""] = naming.exec(text ?? "") ?? [];
  const [word = ""] = rest.trim().split(/\s+/);
  if (sign === "=" || word.includes("@")) return word || undefined;
  const [phrase = ""] = rest.split(/\.(?:\s|$)|\s[(|–-]/);
  return phrase.trim() || undefined;
}
