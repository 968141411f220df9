import { z } from "zod";
import { ConnectorError } from "../../contract";
import { secretUses, type SecretUses } from "../workflow-text";
import { orGone, type ActionTools } from "./tools";

const folder = ".github/workflows";
const route = "/repos/{owner}/{repo}/contents/{+path}";
const mostRepositories = 20;
const mostFiles = 100;

const folderSchema = z.array(z.object({ type: z.string(), path: z.string() }));
const fileSchema = z
  .object({ content: z.string(), encoding: z.literal("base64") })
  .transform(({ content }) => Buffer.from(content, "base64").toString("utf8"));
const hitsSchema = z.object({
  items: z.array(z.object({ path: z.string(), repository: z.object({ full_name: z.string() }) })),
});

interface WorkflowFile {
  /** `owner/name` */
  repository: string;
  path: string;
}

const placeOf = ({ repository, path }: WorkflowFile) => {
  const [owner = "", repo = ""] = repository.split("/");
  return { owner, repo, path };
};

async function filesOf({ client }: ActionTools, repository: string): Promise<WorkflowFile[]> {
  const place = placeOf({ repository, path: folder });
  const listed = await orGone(client.get(route, place, folderSchema));
  return (listed?.data ?? [])
    .filter(({ type, path }) => type === "file" && /\.ya?ml$/i.test(path))
    .map(({ path }) => ({ repository, path }));
}

/** What GitHub's own index finds in all repositories of the organisation. */
async function hitsFor({ client, org }: ActionTools, secret: string): Promise<WorkflowFile[]> {
  const q = `"secrets.${secret}" org:${org} path:${folder}`;
  const { data } = await client.get("/search/code", { q, per_page: mostFiles }, hitsSchema);
  return data.items.map(({ path, repository }) => ({ repository: repository.full_name, path }));
}

const lines = (numbers: readonly number[]): string =>
  `${numbers.length === 1 ? "line" : "lines"} ${numbers.join(", ")}`;

function inWords({ repository, path }: WorkflowFile, { named, handedOn }: SecretUses): string[] {
  if (named.length > 0) return [`Workflow ${path} of ${repository} names it in ${lines(named)}`];
  if (handedOn.length === 0) return [];
  return [
    `Workflow ${path} of ${repository} hands every secret to another one in ${lines(handedOn)}`,
  ];
}

async function readEach(
  { client }: ActionTools,
  secret: string,
  files: readonly WorkflowFile[],
): Promise<string[]> {
  const found: string[] = [];
  for (const file of files.slice(0, mostFiles)) {
    const answer = await orGone(client.get(route, placeOf(file), fileSchema));
    if (answer) found.push(...inWords(file, secretUses(answer.data, secret)));
  }
  if (files.length > mostFiles)
    found.push(`Only ${mostFiles} of ${files.length} workflows were read`);
  return found;
}

async function search(
  tools: ActionTools,
  secret: string,
  repositories: readonly string[] | null,
): Promise<string[]> {
  if (repositories === null) {
    const found = await readEach(tools, secret, await hitsFor(tools, secret));
    const covered = "GitHub's code search, which leaves out what nobody touched for a year";
    return found.length > 0
      ? [...found, `Searched with ${covered}`]
      : [`No workflow of ${tools.org} that names it was found with ${covered}`];
  }
  const files: WorkflowFile[] = [];
  for (const repository of repositories.slice(0, mostRepositories))
    files.push(...(await filesOf(tools, repository)));
  const found = await readEach(tools, secret, files);
  const left = repositories.length - mostRepositories;
  const count = `${files.length} ${files.length === 1 ? "workflow" : "workflows"}`;
  return [
    ...(found.length > 0 ? found : [`None of the ${count} that could read it names it`]),
    ...(left > 0 ? [`The workflows of ${left} more repositories were not read`] : []),
  ];
}

/**
 * Workflows that name a secret, as they stand on the default branches, in words. `repositories` are
 * those that may read it; null is every repository of the organisation. What keeps it from looking
 * is said, not thrown: it must not hold up a dry run.
 */
export async function workflowsThatName(
  tools: ActionTools,
  secret: string,
  repositories: readonly string[] | null,
): Promise<string[]> {
  try {
    return await search(tools, secret, repositories);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code === "unauthorized") throw error;
    return [`Workflows were not searched. ${error.message}`];
  }
}
