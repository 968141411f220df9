import type { Duplex } from "node:stream";
import tls from "node:tls";
import { ConnectorError } from "../contract";
import type { PostgresConfig } from "./manifest";
import { watchMessageEnds } from "./message-ends";

/** Asks a PostgreSQL server to switch to TLS: length 8, then the code 80877103. */
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** The stream's next chunk, or its error or end. */
function nextChunk(stream: Duplex): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    stream.once("data", (chunk: Buffer) => {
      stream.pause();
      resolve(chunk);
    });
    stream.once("error", reject);
    stream.once("close", () => reject(new Error("closed")));
  });
}

function handshake(socket: Duplex, config: PostgresConfig): Promise<Duplex> {
  const isVerified = config.tls === "verify-full";
  const isName = /[a-z]/i.test(config.host) && !config.host.includes(":");
  return new Promise((resolve, reject) => {
    const secure = tls.connect({
      socket,
      host: config.host,
      rejectUnauthorized: isVerified,
      ...(isVerified && config.ca ? { ca: config.ca } : {}),
      ...(isName ? { servername: config.host } : {}),
    });
    secure.once("secureConnect", () => resolve(secure));
    secure.once("error", reject);
    secure.once("close", () => reject(new Error("closed")));
  });
}

async function negotiate(socket: Duplex, config: PostgresConfig): Promise<Duplex> {
  if (config.tls === "disable") return socket;
  socket.write(sslRequest);
  const answer = await nextChunk(socket);
  // More than the one byte would be clear text smuggled in front of the handshake.
  if (answer.length !== 1 || (answer[0] !== 0x53 && answer[0] !== 0x4e)) {
    throw new ConnectorError("unexpected_response", "The host does not answer as PostgreSQL does.");
  }
  if (answer[0] === 0x4e) {
    throw new ConnectorError(
      "unavailable",
      "The server offers no TLS. Switch TLS on there, or choose another TLS mode.",
    );
  }
  return await handshake(socket, config);
}

/** The socket itself or TLS over it, within `limitMs`. pg's own TLS is not used, see `forPg`. */
export async function secured(
  socket: Duplex,
  config: PostgresConfig,
  limitMs: number,
): Promise<Duplex> {
  const timer = setTimeout(
    () => socket.destroy(new Error("The handshake took too long.")),
    limitMs,
  );
  try {
    return await negotiate(socket, config);
  } finally {
    clearTimeout(timer);
  }
}

/** As much as an answer over HTTP may hold. pg itself would take whatever a server sends. */
const largestAnswer = 20 * 1024 * 1024;

/**
 * The stream as pg wants it. pg insists on dialling by itself, and its parser throws out of the
 * data event when a server's message is garbled, which would end the process: here it ends the session.
 * So does an answer that is too large or has no end; what we send begins the next one.
 */
export function forPg(stream: Duplex): () => never {
  const itself = (): unknown => stream;
  const on = stream.on.bind(stream);
  const write = stream.write.bind(stream);
  const isEnded = watchMessageEnds();
  let received = 0;
  function take(listener: (...values: unknown[]) => void, values: unknown[]): void {
    const [chunk] = values;
    received += Buffer.isBuffer(chunk) ? chunk.length : 0;
    if (received > largestAnswer) {
      const tooLarge = "The server's answer is larger than 20 MB.";
      stream.destroy(new ConnectorError("unexpected_response", tooLarge));
      return;
    }
    if (Buffer.isBuffer(chunk) && !isEnded(chunk)) {
      const endless = "The server's answer cannot be read: a message in it has no end.";
      stream.destroy(new ConnectorError("unexpected_response", endless));
      return;
    }
    try {
      listener(...values);
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }
  const guarded = (event: string, listener: (...values: unknown[]) => void): Duplex =>
    event === "data"
      ? on(event, (...values: unknown[]) => take(listener, values))
      : on(event, listener);
  const dialled = Object.assign(stream, {
    on: guarded,
    write: (chunk: Uint8Array) => {
      received = 0;
      return write(chunk);
    },
    connect: () => {
      process.nextTick(() => stream.emit("connect"));
      return stream;
    },
  });
  const optional = dialled as unknown as Record<string, unknown>;
  for (const name of ["setNoDelay", "setKeepAlive", "ref", "unref"]) optional[name] ??= itself;
  return () => dialled as never;
}
