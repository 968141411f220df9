/**
 * How a person takes a sort of target out of service at its provider, step by step. `{name}`, `{id}`
 * and `{holder}` stand for the target's own; in a command `{name:sh}`, `{name:sql}` and
 * `{name:text}` stand for them as one word of a shell, as an SQL name and as an SQL text, so that a
 * hostile name stays a name when the line is copied.
 */
export interface ManualSteps {
  subject: "identity" | "credential";
  kind: string;
  /** Dotted details of the identity that it is limited to; absent is all of that kind. */
  details?: readonly string[];
  steps: readonly string[];
}

export interface ManualTarget {
  subject: string;
  kind: string;
  detail?: string;
  externalId: string;
  name: string;
  holder: { name: string } | null;
}

const quoted: Record<string, (word: string) => string> = {
  sh: (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`),
  sql: (word) => `"${word.replaceAll('"', '""')}"`,
  text: (word) => `'${word.replaceAll("'", "''")}'`,
};
const plain = (word: string): string => word.replaceAll(/\p{Cc}+/gu, " ");

const generic = (sourceName: string): readonly string[] => [
  `Sign in to ${sourceName} and find {name} (its id there is {id}).`,
  "Find out who would notice: its last use, what holds it, whom it belongs to.",
  "Switch it off first if the provider can, and wait a few days for somebody to ask for it back.",
  "Delete it there, then report it here with what you did. The next complete sync proves it.",
];

/** The steps for a target, with its names in them; general ones where its connector gives none. */
export function manualSteps(
  all: readonly ManualSteps[],
  target: ManualTarget,
  sourceName: string,
): string[] {
  const found = all.find(
    (one) =>
      one.subject === target.subject &&
      one.kind === target.kind &&
      (one.details === undefined || one.details.includes(target.detail ?? "")),
  );
  const words: Record<string, string> = {
    name: plain(target.name),
    id: plain(target.externalId),
    holder: plain(target.holder?.name ?? target.name),
  };
  return (found?.steps ?? generic(sourceName)).map((step) =>
    step.replaceAll(
      /\{(name|id|holder)(?::(sh|sql|text))?\}/g,
      (_whole, part: string, as?: string) => {
        const word = words[part] ?? "";
        return as ? (quoted[as]?.(word) ?? word) : word;
      },
    ),
  );
}
