import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { DomainError } from "@/lib/domain/errors";
import { requireBackup } from "@/lib/infra/backup";
import { verifyAuditChain } from "@/lib/use-cases/audit-log/verify-audit-chain";
import { verifyAgainstCheckpoints } from "@/lib/use-cases/checkpoints/verify-against-checkpoints";
import { backUp, restore } from "@/lib/use-cases/settings/back-up";
import { rotateKeys } from "@/lib/use-cases/settings/rotate-keys";
import { fromCaller, print, printJson, withMuster } from "./session";

const readCheckpoints = (file: string): Promise<string> =>
  readFile(fromCaller(file), "utf8").catch(() => {
    throw new DomainError("invalid_input", `The file ${file} cannot be read.`);
  });

export function addUpkeepCommands(program: Command): void {
  const keys = program
    .command("keys")
    .description("Keys that seal secrets and chain the audit log");
  keys
    .command("rotate")
    .description("Add new keys and seal every stored secret anew")
    .action(async () => {
      const rotation = await withMuster(rotateKeys);
      print(`New keys: ${rotation.newKeyIds.join(", ")}`);
      print(`Sealed anew: ${rotation.resealed} values`);
      print(`Retired: ${rotation.retiredKeyIds.join(", ") || "none"}`);
      print("Back up the key file again.");
    });

  const audit = program.command("audit").description("The audit log");
  audit
    .command("verify")
    .description("Recompute the hash chain; exit code 1 when it is broken")
    .option("--checkpoint <file>", "compare with checkpoints that were kept elsewhere")
    .option("--json", "print the result as JSON")
    .action(async (options: { checkpoint?: string; json?: boolean }) => {
      const { checkpoint } = options;
      const text = checkpoint === undefined ? null : await readCheckpoints(checkpoint);
      const result = await withMuster<{ intact: boolean; sentence: string }>((ctx) =>
        text === null ? verifyAuditChain(ctx, {}) : verifyAgainstCheckpoints(ctx, { text }),
      );
      if (options.json) printJson(result);
      else print(result.sentence);
      process.exitCode = result.intact ? 0 : 1;
    });

  program
    .command("backup")
    .description("Write the whole database to a file; back up the key file separately")
    .argument("<file>")
    .action(async (file: string) => {
      const target = fromCaller(file);
      const done = await withMuster((ctx) => backUp(ctx, { file: target }));
      print(
        `Wrote ${done.rows} rows of ${done.tables} tables to ${target}. Keep the key file elsewhere.`,
      );
    });

  program
    .command("restore")
    .description(
      "Fill an empty database from a backup file; the key file of that installation must be in place",
    )
    .argument("<file>")
    .action(async (name: string) => {
      const file = fromCaller(name);
      await requireBackup(file);
      const done = await withMuster((ctx) => restore(ctx, { file }), { begins: "database" });
      print(`Restored ${done.rows} rows of ${done.tables} tables.`);
    });
}
