import { startGitHub } from "./stand-in";
import { createWorld } from "./world";

/**
 * A GitHub for trying Muster without an organisation: listens on this machine only, forgets
 * everything at its end. `PORT` chooses the port; `--json` prints what a program reads.
 */
const port = Number(process.env.PORT ?? 0);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`PORT must be a number up to 65535, not "${process.env.PORT}".\n`);
  process.exit(1);
}

const standIn = await startGitHub(createWorld({ repos: 24 }), port).catch((error: unknown) => {
  const { code, message } = error as { code?: string; message?: string };
  const why = code === "EADDRINUSE" ? `Port ${port} is in use: set PORT to another.` : message;
  process.stderr.write(`${why}\n`);
  process.exit(1);
});
const { url, token, fineGrainedToken, privateKey, world } = standIn;
const { appId, installationId } = world.self;

function forPeople(): string {
  const address = new URL(url);
  return `A stand-in for GitHub answers at ${url}, on this machine only. Ctrl-C ends it.

1. Start Muster so that it may call this machine:  MUSTER_ALLOW_PRIVATE_HOSTS=${address.hostname} npm start
2. Sources, Connect a source, GitHub, and enter:

   Organisation         ${world.org.login}
   API address          ${url}

   with a GitHub App, which sees everything:
   App id               ${appId}
   Installation id      ${installationId}
   Private key          the lines below

   or with a personal access token, which sees less:
   Token (classic)      ${token}
   Token (fine-grained) ${fineGrainedToken}

${privateKey}`;
}

const values = { url, org: world.org.login, token, fineGrainedToken, privateKey, ...world.self };
process.stdout.write(`${process.argv.includes("--json") ? JSON.stringify(values) : forPeople()}\n`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void standIn.close().then(() => process.exit(0));
  });
}
