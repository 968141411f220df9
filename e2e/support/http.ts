import http from "node:http";

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

export interface Sending {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** An address of loopback to come from, so that one test's limits are not another's. */
  from?: string;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 8, timeout: 60_000 });

/** One request with exactly these headers and this path: no browser, no cookie jar, no redirects. */
export function send(baseUrl: string, path: string, sending: Sending = {}): Promise<Answer> {
  const { method = "GET", headers = {}, body, from } = sending;
  const { hostname, port } = new URL(baseUrl);
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        hostname,
        port,
        path,
        method,
        headers: { ...length, ...headers },
        ...(from === undefined ? { agent } : { localAddress: from, agent: false }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", reject);
        response.once("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    request.once("error", (error: NodeJS.ErrnoException) => {
      // The server had just ended a connection that was kept for later: nothing has arrived.
      if (request.reusedSocket && error.code === "ECONNRESET")
        resolve(send(baseUrl, path, sending));
      else reject(error);
    });
    request.end(body);
  });
}

/** Runs the work over all items, a few at a time. */
export async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  lanes = 6,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
