import { clientSecret } from "./sign-in";
import { certificate, startEntra } from "./stand-in";

/**
 * A tenant of Entra ID for trying Muster without one: listens on this machine only, forgets
 * everything at its end. `PORT` chooses the port; `--json` prints what a program reads.
 */
const port = Number(process.env.PORT ?? 0);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`PORT must be a number up to 65535, not "${process.env.PORT}".\n`);
  process.exit(1);
}

const standIn = await startEntra({ port }).catch((error: unknown) => {
  const { code, message } = error as { code?: string; message?: string };
  const why = code === "EADDRINUSE" ? `Port ${port} is in use: set PORT to another.` : message;
  process.stderr.write(`${why}\n`);
  process.exit(1);
});
const { url, world } = standIn;

function forPeople(): string {
  const address = new URL(url);
  return `A stand-in for Microsoft Entra ID answers at ${url}, on this machine only. Ctrl-C ends it.

1. Start Muster so that it may call this machine:  MUSTER_ALLOW_PRIVATE_HOSTS=${address.hostname} npm start
2. Sources, Connect a source, Microsoft Entra ID, and enter:

   Tenant               ${world.tenantId}
   Client id            ${world.clientId}
   Sign-in address      ${url}
   Graph address        ${url}

   with a certificate:  the lines below
   or a client secret:  ${clientSecret}

${certificate.certificate}
${certificate.privateKey}`;
}

const values = {
  url,
  tenantId: world.tenantId,
  clientId: world.clientId,
  clientSecret,
  certificate: certificate.certificate,
  privateKey: certificate.privateKey,
};
process.stdout.write(`${process.argv.includes("--json") ? JSON.stringify(values) : forPeople()}\n`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void standIn.close().then(() => process.exit(0));
  });
}
