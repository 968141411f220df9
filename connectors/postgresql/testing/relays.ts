import net from "node:net";

/** A server in front of the real one. */
export interface Relay {
  url: string;
  close(): void;
}

async function relay(
  url: string,
  connect: (client: net.Socket, server: net.Socket) => void,
): Promise<Relay> {
  const target = new URL(url);
  const open = new Set<net.Socket>();
  const proxy = net.createServer((client) => {
    const server = net.connect(Number(target.port), target.hostname);
    for (const socket of [client, server]) open.add(socket.on("error", () => undefined));
    client.on("close", () => server.destroy());
    connect(client, server);
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  const { port } = proxy.address() as net.AddressInfo;
  const close = (): void => {
    for (const socket of open) socket.destroy();
    proxy.close();
  };
  return { url: `tcp://127.0.0.1:${port}`, close };
}

/** Turns bits of what the server at `url` says, from byte `from` on, about every `every` bytes. */
export function garbled(url: string, from: number, every: number): Promise<Relay> {
  return relay(url, (client, server) => {
    let at = 0;
    server.on("data", (chunk: Buffer) => {
      for (let index = 0; index < chunk.length; index += 1) {
        if (at > from && at % every === 0) chunk[index] = (chunk[index] ?? 0) ^ (1 << (at % 8));
        at += 1;
      }
      client.write(chunk);
    });
    client.on("data", (chunk: Buffer) => void server.write(chunk));
    server.on("close", () => client.destroy());
  });
}

export type Fault = (client: net.Socket, real: Buffer) => void;

/** Lets `answers` answers pass whole, then says what `fault` says in place of the next ones. */
export function interposed(url: string, answers: number, fault: Fault): Promise<Relay> {
  return relay(url, (client, server) => {
    let pending = Buffer.alloc(0);
    let ready = 0;
    server.on("data", (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 5 && pending.length > pending.readInt32BE(1)) {
        const size = pending.readInt32BE(1) + 1;
        const whole = pending.subarray(0, size);
        pending = pending.subarray(size);
        // A challenge for the password is part of the first answer.
        if (ready >= answers && whole.toString("latin1", 0, 1) !== "R") return fault(client, whole);
        client.write(whole);
        if (whole.toString("latin1", 0, 1) === "Z") ready += 1;
      }
    });
    client.pipe(server);
    server.on("close", () => client.end());
  });
}
