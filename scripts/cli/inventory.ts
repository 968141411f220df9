import type { Command } from "commander";
import type { SortKey } from "@/lib/domain/inventory/list-order";
import { listIdentities } from "@/lib/use-cases/identities/list-identities";
import { print, printJson, withMuster } from "./session";

export function addInventoryCommands(program: Command): void {
  const identities = program.command("identities").description("The inventory");
  identities
    .command("list")
    .description("List identities, riskiest first")
    .option("--query <text>", "for example: source:aws risk:>70 owner:none", "")
    .option("--sort <column>", "risk, name, age, …", "risk")
    .option("--limit <n>", "1-200", "50")
    .option("--json", "print JSON")
    .action(async (options: { query: string; sort: string; limit: string; json?: boolean }) => {
      const page = await withMuster((ctx) =>
        listIdentities(ctx, {
          q: options.query,
          sort: options.sort as SortKey,
          limit: options.limit,
        }),
      );
      if (options.json) return printJson(page);
      for (const row of page.items) {
        print(
          `${String(row.risk.score).padStart(3)} ${row.risk.band.padEnd(9)} ${row.kind.padEnd(22)} ${row.name}`,
        );
      }
      return undefined;
    });
}
