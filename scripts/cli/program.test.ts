import { type Command, CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { musterProgram } from "./program";

const allOf = (command: Command): Command[] => [command, ...command.commands.flatMap(allOf)];

/** What an operator reads and by which code the command line knows a wrong usage. */
async function told(args: string[]): Promise<string> {
  const program = musterProgram();
  let text = "";
  for (const command of allOf(program)) {
    command.configureOutput({ writeErr: (line) => (text += line) });
  }
  const outcome: unknown = await program.parseAsync(args, { from: "user" }).catch((error) => error);
  expect(outcome).toBeInstanceOf(CommanderError);
  expect((outcome as CommanderError).code).toBe("commander.invalidArgument");
  return text;
}

const token = ["token", "create", "--email", "ada@muster.example", "--name", "ci"];
const setup = ["setup", "--name", "Ada", "--email", "ada@muster.example"];
const list = ["identities", "list"];

const days = "Allowed is a whole number from 1 to 365.";
const limit = "Allowed is a whole number from 1 to 200.";
const address = "Allowed is one e-mail address, such as ada@example.com.";

const wrong: [args: string[], option: string, given: string, allowed: string][] = [
  ...["abc", "0", "366", "1.5", "1e2", "0x10", "-5", "", "2027-01-01"].map(
    (given): (typeof wrong)[number] => [
      [...token, `--days=${given}`],
      "--days <days>",
      given,
      days,
    ],
  ),
  ...["abc", "0", "201", "1e2"].map((given): (typeof wrong)[number] => [
    [...list, "--limit", given],
    "--limit <n>",
    given,
    limit,
  ]),
  [
    [...token, "--scope", "read", "all"],
    "--scope <scope...>",
    "all",
    "Allowed choices are read, sources:write, inventory:write, reviews:write, offboarding:write, exceptions:write, audit:read, scim.",
  ],
  [
    [...list, "--sort", "age"],
    "--sort <column>",
    "age",
    "Allowed choices are risk, name, created, last_used, last_rotated, findings, privilege.",
  ],
  [[...list, "--dir", "up"], "--dir <direction>", "up", "Allowed choices are asc, desc."],
  [[...token, "--name", "  "], "--name <name>", "  ", "Allowed are 1 to 80 characters."],
  [[...setup, "--name", ""], "--name <name>", "", "Allowed are 1 to 120 characters."],
  [[...token, "--email", "ada"], "--email <address>", "ada", address],
  [[...setup, "--email", "ada@"], "--email <address>", "ada@", address],
];

/** Free text and files, of which only the command itself can say whether it is right. */
const free = ["--query", "--cursor", "--json", "--checkpoint"];

describe("a wrong value on the command line", () => {
  it.each(wrong)(
    "is refused with the option, what was given and what is allowed: %j",
    async (args, option, given, allowed) => {
      expect(await told(args)).toBe(
        `error: option '${option}' argument '${given}' is invalid. ${allowed}\n(add --help for the options)\n`,
      );
    },
  );

  it.each(["reset-password", "reset-second-factor"])(
    "is refused as an argument of person %s too, before a password is asked for",
    async (verb) => {
      expect(await told(["person", verb, "ada"])).toContain(
        `value 'ada' is invalid for argument 'email'. ${address}`,
      );
    },
  );

  it("is looked for by every option that takes a value, free text and files apart", () => {
    const unchecked = allOf(musterProgram())
      .flatMap(({ options }) => options)
      .filter((option) => option.required && option.parseArg === undefined)
      .map(({ long }) => long ?? "");
    expect([...new Set(unchecked)].toSorted()).toEqual(free.toSorted());
  });
});
