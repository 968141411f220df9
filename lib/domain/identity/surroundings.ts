import type { Environment, Stage } from "./identity";

const between = (alternatives: string): RegExp =>
  new RegExp(`(?:^|[^a-z])(?:${alternatives})(?:$|[^a-z])`, "i");

/** Production last to be tried, so that `non-prod` and `preprod` are not read as production. */
const environmentWords: readonly (readonly [Environment, RegExp])[] = [
  ["staging", between("staging|stage|stg|uat|pre-?prod(?:uction)?|acceptance")],
  ["test", between("test(?:ing)?|qa|non-?prod(?:uction)?|e2e|integration-test")],
  ["development", between("dev(?:elopment)?|sandbox|local|playground|experiments?")],
  ["production", between("prod(?:uction)?|prd|live")],
];

/** The same as regular expressions of PostgreSQL, which reads them alike; the first that fits counts. */
export const environmentPatterns: readonly (readonly [Environment, string])[] =
  environmentWords.map(([environment, { source }]) => [environment, source] as const);

const stageWords: readonly (readonly [Stage, RegExp])[] = [
  ["training", between("train(?:ing)?|fine-?tun(?:e|ing)|features?-?store")],
  ["inference", between("inference|serving|predict(?:ion|or)?")],
  ["deployment", between("deploy(?:er|ment)?|release|argo(?:cd)?|terraform|cd|publish(?:er)?")],
  ["build", between("build(?:er|s)?|ci|compile|packag(?:e|ing)|jenkins|codebuild")],
  ["test", between("tests?|testing|e2e|qa")],
];

const find = <T>(text: string, words: readonly (readonly [T, RegExp])[]): T | undefined =>
  words.find(([, pattern]) => pattern.test(text))?.[0];

/** The environment that a text such as a name, an ARN or a tag's value speaks of. */
export const environmentOfText = (text: string): Environment =>
  find(text.replace(/([a-z0-9])([A-Z])/g, "$1-$2"), environmentWords) ?? "unknown";

const tagValue = (tags: Readonly<Record<string, string>>, key: RegExp): string | undefined =>
  Object.entries(tags).find(([name]) => key.test(name))?.[1];

/** Tags first, then an explicit environment attribute, the path, the name and last the container. */
export function environmentIn(record: {
  name: string;
  tags: Readonly<Record<string, string>>;
  container?: string;
  attributes: Readonly<Record<string, unknown>>;
}): Environment {
  const { attributes } = record;
  const tagged = tagValue(record.tags, /^(?:.*[:/])?(?:env|environment|stage)$/i);
  const places = [tagged, attributes.environment, attributes.path, record.name, record.container];
  for (const place of places) {
    const found = typeof place === "string" ? environmentOfText(place) : "unknown";
    if (found !== "unknown") return found;
  }
  return "unknown";
}

/** The pipeline stage (C16), from a tag or from words of the name. */
export function stageIn(tags: Readonly<Record<string, string>>, text: string): Stage {
  const tagged = tagValue(tags, /^(?:.*[:/])?(?:pipeline[-_]?stage|ml[-_]?stage)$/i);
  return (
    (tagged === undefined ? undefined : find(tagged, stageWords)) ??
    find(text, stageWords) ??
    "unknown"
  );
}
