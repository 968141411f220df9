import { randomBytes } from "node:crypto";
import pg from "pg";
import { z } from "zod";
import { ConnectorError, type ActionTarget, type TargetRotation } from "../contract";
import type { PostgresClient } from "./client";
import { scramVerifier } from "./scram";

/** Whether the server takes a password; null where it lets nobody sign in as the role from here. */
export type SignIn = (user: string, password: string) => Promise<boolean | null>;

interface Role {
  login: boolean;
}

/** Everything that a role's new password needs of the connection. */
interface Rotating {
  client: PostgresClient;
  target: ActionTarget;
  signIn: SignIn;
  /** Reads the role anew; throws where it must not be touched. */
  role: () => Promise<Role | undefined>;
}

const pendingShape = z.object({ verifier: z.string(), password: z.string() });

const unproven =
  "It lets nobody sign in as this role from where Muster runs, so no sign-in could prove it.";

/**
 * A role has one password: the new one is made, delivered, and only then put in the old one's place
 * as a verifier. A sign-in with it proves it.
 */
export function passwordRotation({ client, target, signIn, role }: Rotating): TargetRotation {
  const name = pg.escapeIdentifier(target.name);
  return {
    calls: [
      {
        call: "make a password and its SCRAM-SHA-256 verifier",
        effect: "Muster makes both; nothing changes at the server yet",
      },
    ],
    refusal: async () => {
      const found = await role();
      if (!found) return "The role does not exist any more.";
      return found.login ? null : "This role cannot sign in, so it needs no password.";
    },
    existing: async () => [target.externalId],
    create: async (_mark, persist) => {
      const password = randomBytes(32).toString("base64url");
      await persist({
        externalId: target.externalId,
        name: `Password of ${target.name}`,
        secret: { PGUSER: target.name, PGPASSWORD: password },
        pending: JSON.stringify({ verifier: scramVerifier(password), password }),
      });
      return "A password was made; the server does not know it yet.";
    },
    discard: async () => "Nothing was left behind: the server never learned of it.",
    replace: {
      calls: [
        {
          call: `ALTER ROLE ${name} PASSWORD 'SCRAM-SHA-256$…'`,
          effect:
            "The old password opens nothing from then on; open sessions go on. Only the verifier is sent, so no log of the server holds the password",
        },
        { call: `sign in as ${name}`, effect: "Proves that the server accepts the new password" },
      ],
      run: async (pending) => {
        const { verifier, password } = pendingShape.parse(JSON.parse(pending));
        if (!(await role()))
          throw new ConnectorError("unexpected_response", "The role does not exist any more.");
        await client.write("ALTER ROLE", [
          `ALTER ROLE ${name} PASSWORD ${pg.escapeLiteral(verifier)}`,
        ]);
        const accepted = await signIn(target.name, password);
        if (accepted === false)
          throw new ConnectorError("unavailable", "The server does not accept the new password.");
        return `The server took the new password. ${accepted ? "A sign-in with it proved it." : unproven}`;
      },
    },
  };
}
