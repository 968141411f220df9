import { present, repoOf } from "./answering";
import type { Asked, Json } from "./answering";
import type { World } from "./world";

const workflowFolder = ".github/workflows";

/** What both a file and an entry of a folder say about themselves. */
function entryOf(path: string, size: number): Json {
  const url = `https://api.github.com/contents/${path}`;
  return {
    type: "file",
    size,
    name: path.split("/").at(-1),
    path,
    sha: "0".repeat(40),
    url,
    git_url: url,
    html_url: url,
    download_url: url,
    _links: { git: url, html: url, self: url },
  };
}

/** CODEOWNERS, a workflow, or the list of the workflows. */
export function contentsOf(world: World, asked: Asked): Json | Json[] {
  const { codeOwners, workflows } = repoOf(world, asked);
  const path = decodeURIComponent(asked.params.path ?? "");
  const files: Record<string, string | null> = { ".github/CODEOWNERS": codeOwners };
  for (const [name, text] of Object.entries(workflows)) files[`${workflowFolder}/${name}`] = text;
  if (path === workflowFolder) {
    const names = Object.keys(files).filter((name) => name.startsWith(`${workflowFolder}/`));
    return present(names.length > 0 ? names : null).map((name) => entryOf(name, 1));
  }
  const content = Buffer.from(present(files[path]));
  const text = { encoding: "base64", content: content.toString("base64") };
  return { ...entryOf(path, content.length), ...text };
}

/** The workflows whose text holds the words in quotes, as the index of the code search would. */
export function codeHits(world: World, asked: Asked): Json {
  const [, words = ""] = /"([^"]+)"/.exec(String(asked.query.q)) ?? [];
  const items = world.repos.flatMap(({ repo, workflows }) =>
    Object.entries(workflows)
      .filter(([, text]) => text.includes(words))
      .map(([name]) => ({
        ...entryOf(`${workflowFolder}/${name}`, 1),
        repository: repo,
        score: 1,
      })),
  );
  return { total_count: items.length, incomplete_results: false, items };
}
