import { sql } from "@/lib/infra/db";
import { escapeLike } from "@/lib/infra/escape-like";
import { type Found, foundStatement, toFound } from "./found-sql";
import { Parameters } from "./parameters";

/** Where a text occurs beyond names: in descriptions, tags and labels, or as who owns it. */
export interface BeyondNames {
  /** By each word of the text, or null where it holds nothing to look for. */
  queries: readonly (string | null)[];
  /** People in whose name or address every word occurs. */
  people: readonly string[];
}

interface Search {
  text: string;
  beyond: BeyondNames | null;
}

const isShort = (word: string): boolean => [...new Intl.Segmenter().segment(word)].length < 3;
const patternOf = (word: string): string => `%${escapeLike(word.toLowerCase())}%`;
const wordsOf = (text: string): string[] => text.split(" ");

/** As the words are kept; the one that somebody may still be typing may be a beginning. */
function queryOf(word: string, isLast: boolean): string | null {
  const parts = word.split(/[\p{Cc} -/:-@[-`{-~]+/u).filter((part) => part !== "");
  if (parts.length === 0) return null;
  return `${parts.map((part) => `'${part}'`).join(" & ")}${isLast ? ":*" : ""}`;
}

/**
 * Most texts are parts of names and occur nowhere else: told first, at the price of one look into a
 * small index, so that those are searched as if there were nothing else. `people` false leaves out
 * whom it belongs to.
 */
export async function lookBeyond(text: string, people: boolean): Promise<BeyondNames | null> {
  const words = wordsOf(text);
  if (words.some(isShort)) return null;
  const queries = words.map((word, at) => queryOf(word, at === words.length - 1));
  const any = queries.filter((query) => query !== null).map((query) => `(${query})`);
  const [row] = await sql<{ known: boolean; people: string[] }>(
    `SELECT EXISTS (SELECT FROM identity_search WHERE words @@ to_tsquery('simple', $1)) AS known,
       ARRAY(SELECT id FROM person WHERE $2 AND lower(name || ' ' || email) LIKE ALL($3::text[]) LIMIT 1000) AS people`,
    [any.join(" | "), people, words.map(patternOf)],
  );
  if (!row || (!row.known && row.people.length === 0)) return null;
  return { queries, people: row.people };
}

/** Each word occurs, as `named` asks for it, or, as `words` says it, beyond. */
const inEither = (
  { text, beyond }: Search,
  named: (word: string) => string,
  words: (query: string) => string,
  p: Parameters,
): string[] =>
  wordsOf(text).map((word, at) => {
    const query = beyond?.queries[at];
    return query
      ? `(${named(word)} OR ${words(`to_tsquery('simple', ${p.add(query)})`)})`
      : named(word);
  });

/**
 * Three letters of the beginning and three of the end of what the trigram index knows of a word. It
 * reads one list for each trigram of a pattern, so that two take a third of the time of them all; what
 * else they match is few, and refused by the word itself.
 */
function edgesOf(word: string): string[] {
  const runs = word.toLowerCase().match(/[a-z0-9]{3,}/g) ?? [];
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [...new Set([first.slice(0, 3), last.slice(-3)])];
}

function inBody(word: string, p: Parameters): string {
  const edges = edgesOf(word);
  if (edges.length === 0) return `body LIKE ${p.add(patternOf(word))}`;
  const near = edges.map((edge) => `body LIKE ${p.add(`%${edge}%`)}`);
  return `(${near.join(" AND ")} AND strpos(body, ${p.add(word.toLowerCase())}) > 0)`;
}

/**
 * The planner cannot know whether matches are rare or how they lie in the sort order, and guesses
 * wrong by seconds; so matches are counted first, up to a limit, in the order of their names if asked.
 * Null when only short words are left.
 */
export async function searchText(
  search: Search,
  limit: number,
  isByName: boolean,
): Promise<Found | null> {
  if (wordsOf(search.text).some(isShort)) return null;
  const p = new Parameters();
  const where = inEither(
    search,
    (word) => inBody(word, p),
    (query) => `words @@ ${query}`,
    p,
  ).join(" AND ");
  const [key, nameKey] = isByName ? [", sort_name", `, lower(name) COLLATE "C"`] : ["", ""];
  const named = `SELECT identity_id${key} FROM identity_search WHERE ${where}`;
  const people = search.beyond?.people ?? [];
  const owned = `SELECT id${nameKey} FROM identity WHERE missing_since IS NULL
    AND owner_id = ANY(${people.length > 0 ? p.add(people) : "NULL"}::uuid[]) LIMIT ${limit + 1}`;
  const [row] = await sql<{ ids: string | null; count: number }>(
    foundStatement(
      people.length > 0 ? `(${named} LIMIT ${limit + 1}) UNION (${owned})` : named,
      limit,
      isByName,
    ),
    p.values,
  );
  return { ...toFound(row, limit), isByName };
}

const bodySql = "identity_search_body(name, external_id, owner_hint, container)";

/** The same, asked of one row of `identity` after the other. */
export function textSql(search: Search, p: Parameters): string {
  const { text, beyond } = search;
  if (wordsOf(text).some(isShort)) {
    return wordsOf(text)
      .map((word) => wordSql(word, p))
      .join(" AND ");
  }
  const named = inEither(
    search,
    (word) => `${bodySql} LIKE ${p.add(patternOf(word))}`,
    (query) => `(SELECT words @@ ${query} FROM identity_search WHERE identity_id = id)`,
    p,
  ).join(" AND ");
  if (!beyond || beyond.people.length === 0) return named;
  return `((${named}) OR owner_id = ANY(${p.add(beyond.people)}::uuid[]))`;
}

/** Below three characters there is no trigram: then the name must begin with the word. */
function wordSql(word: string, p: Parameters): string {
  if (isShort(word)) {
    return `lower(name) COLLATE "C" LIKE ${p.add(`${escapeLike(word.toLowerCase())}%`)}`;
  }
  return `${bodySql} LIKE ${p.add(patternOf(word))}`;
}
