import { type Command, Option } from "commander";
import { counted } from "@/lib/domain/counted";
import { DomainError } from "@/lib/domain/errors";
import { personName } from "@/lib/domain/people/password-rule";
import { tokenScopes, type TokenScope } from "@/lib/domain/people/permissions";
import { createFirstAdministrator } from "@/lib/use-cases/people/create-first-administrator";
import { resetPassword } from "@/lib/use-cases/people/reset-password";
import { resetSecondFactorOf } from "@/lib/use-cases/people/reset-second-factor";
import { createTokenFor } from "@/lib/use-cases/tokens/create-token";
import { fitting, oneAddress, wholeNumber } from "./option-values";
import { readNewPassword } from "./read-password";
import { print, withMuster } from "./session";

async function newPassword(): Promise<string> {
  const password = await readNewPassword();
  if (password) return password;
  throw new DomainError(
    "invalid_input",
    "No password came on standard input. Nothing was changed.",
  );
}

function addPersonCommands(program: Command): void {
  const person = program.command("person").description("People who can no longer sign in");
  person
    .command("reset-password")
    .description(
      "Set a new password for somebody, also when nobody can sign in any more. It is read from standard input, or typed unseen at a terminal. Their sessions end; a second factor stays.",
    )
    .argument("<email>", "the address that the person signs in with", oneAddress)
    .action(async (email: string) => {
      const password = await newPassword();
      const { sessionsEnded } = await withMuster((ctx) => resetPassword(ctx, { email, password }));
      const ended = counted(sessionsEnded, "session");
      print(`${email} signs in with the new password from now on; ${ended} ended.`);
    });
  person
    .command("reset-second-factor")
    .description(
      "Forget the passkeys, authenticator app and recovery codes of somebody who lost them all. Their sessions end; the password stays.",
    )
    .argument("<email>", "the address that the person signs in with", oneAddress)
    .action(async (email: string) => {
      const { sessionsEnded } = await withMuster((ctx) => resetSecondFactorOf(ctx, { email }));
      const ended = counted(sessionsEnded, "session");
      print(`${email} signs in with the password alone and enrols anew; ${ended} ended.`);
    });
}

const { shape: newToken } = createTokenFor.input;
interface TokenOptions {
  email: string;
  name: string;
  scope: TokenScope[];
  days: number;
}

export function addAccessCommands(program: Command): void {
  program
    .command("setup")
    .description(
      "Create the first administrator; the password is read from standard input, or typed unseen at a terminal",
    )
    .requiredOption("--email <address>", "e-mail address to sign in with", oneAddress)
    .requiredOption(
      "--name <name>",
      "the person's name",
      fitting(personName, "Allowed are 1 to 120 characters."),
    )
    .action(async (options: { email: string; name: string }) => {
      const password = await newPassword();
      await withMuster((ctx) => createFirstAdministrator(ctx, { ...options, password }), {
        begins: "installation",
      });
      print(`Administrator ${options.email} created. Sign in at Muster's address.`);
    });

  addPersonCommands(program);

  const token = program.command("token").description("Personal API tokens");
  token
    .command("create")
    .description("Create a token for a person; printed once")
    .requiredOption("--email <address>", "whose token", oneAddress)
    .requiredOption(
      "--name <name>",
      "what it is for",
      fitting(newToken.name, "Allowed are 1 to 80 characters."),
    )
    .addOption(
      new Option("--scope <scope...>", "what it opens, one or more")
        .choices(Object.keys(tokenScopes))
        .default(["read"]),
    )
    .option("--days <days>", "days until it expires (1-365)", wholeNumber(newToken.days), 30)
    .action(async ({ scope: scopes, ...options }: TokenOptions) => {
      const made = await withMuster((ctx) => createTokenFor(ctx, { ...options, scopes }));
      print(made.token);
    });
}
