import { Command } from "commander";
import { addAccessCommands } from "./access";
import { addInventoryCommands } from "./inventory";
import { addSourceCommands } from "./sources";
import { addUpkeepCommands } from "./upkeep";

/** All of `npx muster`; throws a CommanderError instead of ending the process. */
export function musterProgram(): Command {
  const program = new Command("muster")
    .description(
      "Operate Muster from the command line. Works on the database of MUSTER_DATA_DIR or DATABASE_URL.",
    )
    .showHelpAfterError("(add --help for the options)")
    .exitOverride();
  addAccessCommands(program);
  addSourceCommands(program);
  addInventoryCommands(program);
  addUpkeepCommands(program);
  return program;
}
