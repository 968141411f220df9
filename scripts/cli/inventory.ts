import { type Command, Option } from "commander";
import type { IdentityPage, IdentityRow } from "@/lib/domain/inventory/identity-row";
import {
  type SortDirection,
  sortDirections,
  type SortKey,
  sortKeys,
} from "@/lib/domain/inventory/list-order";
import { visible } from "@/lib/domain/visible";
import type { Context } from "@/lib/use-cases/context";
import { listIdentities } from "@/lib/use-cases/identities/list-identities";
import { wholeNumber } from "./option-values";
import { printJson, withMuster, write } from "./session";

interface Options {
  query: string;
  sort: SortKey;
  dir: SortDirection;
  limit?: number;
  cursor?: string;
  all?: boolean;
  json?: boolean;
}

const lineOf = ({ risk, kind, name }: IdentityRow): string =>
  `${String(risk.score).padStart(3)} ${risk.band.padEnd(9)} ${kind.padEnd(22)} ${visible(name)}\n`;

async function* pagesOf(ctx: Context, options: Options): AsyncGenerator<IdentityPage> {
  let { cursor } = options;
  do {
    const page = await listIdentities(ctx, {
      q: options.query,
      sort: options.sort,
      dir: options.dir,
      limit: options.limit ?? (options.all ? 200 : 50),
      cursor,
    });
    yield page;
    cursor = page.nextCursor ?? undefined;
  } while (options.all && cursor !== undefined);
}

/** One object as without `--all`, written as it is read: an item a line. */
async function writeAllJson(ctx: Context, options: Options): Promise<void> {
  let complete = true;
  let before = '{"items":[\n';
  for await (const page of pagesOf(ctx, options)) {
    complete &&= page.complete;
    for (const item of page.items) {
      await write(before + JSON.stringify(item));
      before = ",\n";
    }
  }
  const head = before.startsWith(",") ? "" : before;
  await write(`${head}\n],"complete":${String(complete)},"nextCursor":null}\n`);
}

async function list(ctx: Context, options: Options): Promise<void> {
  if (options.json && options.all) return writeAllJson(ctx, options);
  for await (const page of pagesOf(ctx, options)) {
    if (options.json) printJson(page);
    else await write(page.items.map(lineOf).join(""));
    if (!options.json && !options.all && page.nextCursor !== null) {
      process.stderr.write(`There are more: --all, or --cursor ${page.nextCursor}\n`);
    }
  }
  return undefined;
}

export function addInventoryCommands(program: Command): void {
  const identities = program.command("identities").description("The inventory");
  identities
    .command("list")
    .description("List identities, riskiest first")
    .option("--query <text>", "for example: source:aws risk:>70 owner:none", "")
    .addOption(new Option("--sort <column>", "by what").choices(sortKeys).default("risk"))
    .addOption(
      new Option("--dir <direction>", "from which end").choices(sortDirections).default("desc"),
    )
    .option(
      "--limit <n>",
      "1-200 a page (default 50)",
      wholeNumber(listIdentities.input.shape.limit.unwrap()),
    )
    .option(
      "--cursor <text>",
      "go on after a page: its nextCursor, with the same sort and direction",
    )
    .option("--all", "every page to the end")
    .option("--json", "print JSON")
    .action((options: Options) => withMuster((ctx) => list(ctx, options)));
}
