import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

interface ReceivedMail {
  from: string;
  to: string[];
  /** Header and body as they came over the wire. */
  raw: string;
}

/** A mail server on loopback; `refuse` turns a recipient away with that line. */
export interface MailServer {
  port: number;
  /** Those that got as far as the first word of the protocol. */
  connections: number;
  /** Sign-ins that were tried, right or wrong. */
  signIns: number;
  mails: ReceivedMail[];
  refuse: (address: string) => string | null;
  close(): Promise<void>;
}

/** `tls`: from the first byte, with a certificate that nobody trusts. `plain`: offers no encryption at all. */
export async function startMailServer(
  account: { user: string; password: string } | null = null,
  encryption: "tls" | "starttls" | "plain" = "starttls",
): Promise<MailServer> {
  const taken: MailServer = {
    port: 0,
    connections: 0,
    signIns: 0,
    mails: [],
    refuse: () => null,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
  const server = new SMTPServer({
    authOptional: account === null,
    secure: encryption === "tls",
    hideSTARTTLS: encryption === "plain",
    onConnect: (_session, done) => {
      taken.connections += 1;
      done();
    },
    onAuth: ({ username, password }, _session, done) => {
      taken.signIns += 1;
      const isRight = username === account?.user && password === account?.password;
      if (isRight) done(null, { user: username });
      else done(new Error("Wrong user or password"));
    },
    onRcptTo: ({ address }, _session, done) => {
      const line = taken.refuse(address);
      done(
        line
          ? Object.assign(new Error(line.slice(4)), { responseCode: Number(line.slice(0, 3)) })
          : null,
      );
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        taken.mails.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map((one) => one.address),
          raw: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
  });
  // Whoever distrusts the certificate hangs up on it.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  taken.port = (server.server.address() as AddressInfo).port;
  return taken;
}
