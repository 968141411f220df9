const shown = 8;

/** Some repositories as people read them: the first few by name, the others counted. */
export function inWords(fullNames: readonly string[]): string {
  if (fullNames.length === 0) return "No repository";
  const names = fullNames.slice(0, shown).join(", ");
  const more = fullNames.length - shown;
  const noun = fullNames.length === 1 ? "Repository" : "Repositories";
  return `${noun} ${names}${more > 0 ? ` and ${more} more` : ""}`;
}
