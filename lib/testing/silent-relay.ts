import net from "node:net";

/** A server in front of PostgreSQL that can stop forwarding, as a network does that drops everything. */
export interface SilentRelay {
  /** `url` with this server's port. */
  url: string;
  /** From now on nothing passes, no end of a connection either; new connections are taken and not answered. */
  silence(): void;
  /** The same once a message with this word has passed. */
  silenceAfter(word: string): void;
  /** New connections pass again. What was said in between is lost, and PostgreSQL learns who is gone. */
  speak(): void;
  close(): void;
}

export async function silentRelay(url: string): Promise<SilentRelay> {
  const target = new URL(url);
  const open = new Set<net.Socket>();
  const lost = new Set<net.Socket>();
  let silent = false;
  let lastWord: string | null = null;
  const silence = (): void => {
    silent = true;
    for (const socket of open) lost.add(socket);
  };
  const proxy = net.createServer((client) => {
    open.add(client.on("error", () => undefined));
    if (silent) return void client.resume();
    const server = net.connect(Number(target.port), target.hostname);
    open.add(server.on("error", () => undefined));
    const dead = (): boolean => silent || lost.has(client);
    client.on("data", (chunk: Buffer) => {
      if (dead()) return;
      server.write(chunk);
      if (lastWord !== null && chunk.includes(lastWord)) silence();
    });
    server.on("data", (chunk: Buffer) => dead() || client.write(chunk));
    client.on("close", () => (silent ? lost.add(server) : server.destroy()));
    server.on("close", () => dead() || client.destroy());
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  const here = new URL(url);
  here.host = `127.0.0.1:${(proxy.address() as net.AddressInfo).port}`;
  return {
    url: here.toString(),
    silence,
    silenceAfter(word) {
      lastWord = word;
    },
    speak() {
      silent = false;
      lastWord = null;
      for (const socket of lost) if (socket.remotePort === Number(target.port)) socket.destroy();
    },
    close() {
      for (const socket of open) socket.destroy();
      proxy.close();
    },
  };
}
