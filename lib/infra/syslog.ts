import { createSocket } from "node:dgram";
import { once } from "node:events";
import os from "node:os";
import { env } from "./env";
import { resolver } from "./guarded-connect";
import { guardedTcp } from "./http";

export interface SyslogTarget {
  host: string;
  port: number;
  transport: "udp" | "tcp";
}

/** Facility 13 (log audit), severity 5 (notice). */
const priority = 13 * 8 + 5;
const sendTimeoutMs = 10_000;

/** One message in the form of RFC 5424. */
export function syslogMessage(text: string, messageId: string, at: Date): string {
  const host = os.hostname().replaceAll(/[^\x21-\x7e]/g, "") || "-";
  return `<${priority}>1 ${at.toISOString()} ${host} muster ${process.pid} ${messageId} - ${text}`;
}

async function sendDatagram({ host, port }: SyslogTarget, message: Buffer): Promise<void> {
  const addressesOf = resolver({ allow: () => env().MUSTER_ALLOW_PRIVATE_HOSTS });
  const [first] = await addressesOf(host);
  const socket = createSocket(first?.family === 6 ? "udp6" : "udp4");
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.send(message, port, first?.address, (error) => (error ? reject(error) : resolve()));
    });
  } finally {
    socket.close();
  }
}

/** Over TCP each message says its length (RFC 6587); it counts as sent when the other side ends too. */
async function sendFramed({ host, port }: SyslogTarget, message: Buffer): Promise<void> {
  const signal = AbortSignal.timeout(sendTimeoutMs);
  const socket = await guardedTcp({ host, port }, signal);
  try {
    socket.end(Buffer.concat([Buffer.from(`${message.length} `), message]));
    await once(socket, "finish", { signal });
  } finally {
    socket.destroySoon();
  }
}

/** Sends to a syslog receiver under the rules for outgoing connections. UDP cannot tell whether it arrived. */
export async function sendSyslog(target: SyslogTarget, message: string): Promise<void> {
  const bytes = Buffer.from(message);
  await (target.transport === "udp" ? sendDatagram(target, bytes) : sendFramed(target, bytes));
}
