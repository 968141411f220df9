import http from "node:http";
import { connect } from "node:net";
import type { Answer } from "./http";
import { instance } from "./instance";

export const megabyte = Buffer.alloc(1024 * 1024, "a");

/** Sends megabytes for as long as the server takes them; without an announced length, all it has and an end. */
export function stream(
  path: string,
  headers: Record<string, string>,
  chunks: number,
): Promise<Answer & { sentMb: number }> {
  const { baseUrl } = instance();
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve) => {
    let sent = 0;
    let answered: (Answer & { sentMb: number }) | null = null;
    const request = http.request({
      hostname,
      port,
      path,
      method: "POST",
      agent: new http.Agent({ keepAlive: true }),
      headers: {
        origin: baseUrl,
        "content-type": "application/octet-stream",
        ...headers,
      },
    });
    const finish = (): void => {
      resolve(answered ?? { status: 0, headers: {}, text: "", sentMb: sent });
    };
    request.on("response", (response) => {
      let text = "";
      response.on("data", (part: Buffer) => (text += part.toString()));
      response.on("end", () => {
        answered = {
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          sentMb: sent,
        };
        request.destroy();
        finish();
      });
    });
    // The server closes on whoever goes on sending long after its answer.
    request.on("error", () => setTimeout(finish, 200));
    const push = (): void => {
      while (sent < chunks && !request.destroyed) {
        sent += 1;
        if (!request.write(megabyte)) return void request.once("drain", push);
      }
      if (!answered && !request.destroyed && !headers["content-length"]) request.end();
    };
    push();
  });
}

/** The whole answer that a client gets who listens only after it has sent everything. */
export function sendThenListen(
  path: string,
  headers: Record<string, string>,
  megabytes: number,
): Promise<string> {
  const { hostname, port, origin } = new URL(instance().baseUrl);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = "";
    socket.on("error", reject);
    socket.on("data", (part: Buffer) => {
      answer += part.toString();
      if (/\}(?:\r\n0\r\n\r\n)?$/.test(answer)) socket.end();
    });
    socket.on("close", () => resolve(answer));
    socket.pause();
    const isChunked = !headers["content-length"];
    const head = { origin, host: hostname, "content-type": "application/octet-stream" };
    const fields = Object.entries({ ...head, ...headers });
    socket.write(`POST ${path} HTTP/1.1\r\n`);
    socket.write(`${fields.map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n`);
    const push = (left: number): void => {
      if (left === 0) {
        socket.write(isChunked ? "0\r\n\r\n" : "");
        return void socket.resume();
      }
      socket.write(isChunked ? `${megabyte.length.toString(16)}\r\n` : "");
      socket.write(megabyte);
      socket.write(isChunked ? "\r\n" : "", () => push(left - 1));
    };
    push(megabytes);
  });
}
