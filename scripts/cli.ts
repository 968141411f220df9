// What an operator does without a browser, through the same use-cases as pages and API.
import { CommanderError } from "commander";
import { DomainError, type DomainErrorCode } from "@/lib/domain/errors";
import { musterProgram } from "./cli/program";

/** sysexits.h: 64 usage, 65 data, 69 unavailable, 77 no permission. */
const exitCodes: Partial<Record<DomainErrorCode, number>> = {
  invalid_input: 64,
  not_found: 65,
  conflict: 65,
  too_large: 65,
  unauthenticated: 77,
  forbidden: 77,
  unavailable: 69,
};

// A reader that has seen enough, such as head, is told apart from a failure below.
process.stdout.on("error", () => undefined);

try {
  await musterProgram().parseAsync(process.argv);
  process.exit(process.exitCode ?? 0);
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 64);
  if (error instanceof Error && "code" in error && error.code === "EPIPE") process.exit(0);
  process.stderr.write(`muster: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof DomainError ? (exitCodes[error.code] ?? 1) : 1);
}
