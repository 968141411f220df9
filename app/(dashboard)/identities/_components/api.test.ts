import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ApiError, readApi } from "./api";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function addressOf(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_request, response) => answer(response));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const begun = (response: ServerResponse) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
  response.write('{"total":');
};

describe("reading Muster's own API", () => {
  it("answers nothing for a read that is given up while its answer comes", async () => {
    const abort = new AbortController();
    const { promise: hasBegun, resolve } = Promise.withResolvers<void>();
    const address = await addressOf((response) => {
      begun(response);
      resolve();
    });
    const read = readApi(address, abort.signal);
    await hasBegun;
    setTimeout(() => abort.abort(), 50);
    await expect(read).rejects.toThrow(/abort/iu);
  });

  it("says of half an answer that none came", async () => {
    const address = await addressOf((response) => {
      begun(response);
      setTimeout(() => response.destroy(), 50);
    });
    await expect(readApi(address)).rejects.toThrow(ApiError);
    await expect(readApi(address)).rejects.toThrow("Muster does not answer.");
  });

  it("says what was refused, in the server's words where it has some", async () => {
    const refused = (status: number, body: string) =>
      addressOf((response) => response.writeHead(status).end(body));
    const told = await refused(422, '{"error":{"message":"No such filter."}}');
    await expect(readApi(told)).rejects.toThrow("No such filter.");
    const page = await refused(502, "<html>");
    await expect(readApi(page)).rejects.toThrow("The server answered 502. Try again.");
  });
});
