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
  mails: ReceivedMail[];
  refuse: (address: string) => string | null;
  close(): Promise<void>;
}

export async function startMailServer(
  account: { user: string; password: string } | null = null,
): Promise<MailServer> {
  const taken: MailServer = {
    port: 0,
    mails: [],
    refuse: () => null,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
  const server = new SMTPServer({
    authOptional: account === null,
    onAuth: ({ username, password }, _session, done) => {
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
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  taken.port = (server.server.address() as AddressInfo).port;
  return taken;
}
