import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface Received {
  path: string;
  method: string;
  headers: IncomingHttpHeaders;
  body: string;
}
interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A receiver of notices on loopback: a real HTTP server that answers, fails, hangs and restarts. */
export interface Receiver {
  url: string;
  /** Everything that arrived whole, whatever was answered. */
  received: Received[];
  answer: (request: Received) => Answer | "hang" | Promise<Answer | "hang">;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  let server: Server | null = null;
  let port = 0;
  const receiver: Receiver = {
    url: "",
    received: [],
    answer: () => ({ status: 204 }),
    async stop() {
      const closing = server;
      server = null;
      if (!closing) return;
      closing.closeAllConnections();
      await new Promise<void>((resolve) => closing.close(() => resolve()));
    },
    async start() {
      const made = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
          const { url: path = "", method = "", headers } = request;
          const arrived = { path, method, headers, body: Buffer.concat(chunks).toString() };
          receiver.received.push(arrived);
          void Promise.resolve(receiver.answer(arrived)).then((said) => {
            if (said === "hang") return;
            response.writeHead(said.status, said.headers);
            response.end(said.body === undefined ? undefined : JSON.stringify(said.body));
          });
        });
      });
      await new Promise<void>((resolve) => made.listen(port, "127.0.0.1", resolve));
      server = made;
      ({ port } = made.address() as AddressInfo);
      receiver.url = `http://127.0.0.1:${port}`;
    },
  };
  await receiver.start();
  return receiver;
}
