const workflow = ".github/workflows/workflow.yml";

function matches(pattern: string): boolean {
  const anchored = /\/./.test(pattern);
  const body = pattern
    .replace(/^\//, "")
    .replace(/\/$/, "/**")
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\*\*\/?|\*|\?/g, (found) =>
      found.startsWith("**") ? ".*" : found === "*" ? "[^/]*" : "[^/]",
    );
  const leaf = pattern.endsWith("*") ? "$" : "(?:$|/)";
  return new RegExp(`${anchored || pattern.startsWith("/") ? "^" : "(?:^|/)"}${body}${leaf}`).test(
    workflow,
  );
}

/** Who a CODEOWNERS file names for the workflows: the last pattern that matches decides. */
export function workflowOwners(file: string): string[] {
  let owners: string[] = [];
  for (const line of file.split("\n").slice(0, 5000)) {
    const [pattern, ...names] = line
      .replace(/(?:^|\s)#.*$/, "")
      .trim()
      .split(/\s+/);
    if (pattern && matches(pattern)) owners = names;
  }
  return owners.filter((name) => name.includes("@")).map((name) => name.replace(/^@/, ""));
}
