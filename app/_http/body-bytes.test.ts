import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { bodyBytes } from "./body-bytes";

const upload = (chunks: Uint8Array[], headers: Record<string, string> = {}) => ({
  headers: new Headers({ "content-type": "application/octet-stream", ...headers }),
  body: new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
  }),
});
const kilobyte = () => new Uint8Array(1_000).fill(7);

/** A client that sends until it is told to stop, a part in each turn. */
function endless() {
  const client = { sent: 0, isSending: true, isCancelled: false };
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await turn();
      client.sent += 1;
      if (client.isSending) controller.enqueue(kilobyte());
      else controller.close();
    },
    cancel() {
      client.isCancelled = true;
    },
  });
  return { client, request: { ...upload([]), body } };
}

describe("an upload", () => {
  it("arrives byte for byte", async () => {
    const bytes = await bodyBytes(upload([new Uint8Array([1, 2]), new Uint8Array([3])]));
    expect([...bytes]).toEqual([1, 2, 3]);
  });

  it("is refused by its announced length before anything is read", async () => {
    const chunks = [kilobyte()];
    const request = upload(chunks, { "content-length": "5000" });
    await expect(bodyBytes(request, 2_000)).rejects.toMatchObject({ code: "too_large" });
  });

  it("is refused at the limit when it lies about its length", async () => {
    const chunks = Array.from({ length: 3 }, kilobyte);
    await expect(bodyBytes(upload(chunks, { "content-length": "1" }), 2_000)).rejects.toMatchObject(
      { code: "too_large" },
    );
  });

  it("is refused while it still comes, and listened to so that the answer is read", async () => {
    const { client, request } = endless();
    await expect(bodyBytes(request, 2_000)).rejects.toMatchObject({ code: "too_large" });
    const { sent } = client;
    expect(sent).toBeLessThan(10);
    while (client.sent < sent + 100) await turn();
    expect(client.isCancelled).toBe(false);
    client.isSending = false;
  });

  it("is answered after it was sent where the connection closes with the answer", async () => {
    for (const length of ["1", "90000"]) {
      const chunks = Array.from({ length: 90 }, kilobyte);
      const request = upload(chunks, { connection: "close", "content-length": length });
      await expect(bodyBytes(request, 2_000)).rejects.toMatchObject({ code: "too_large" });
      expect(chunks).toEqual([]);
    }
  });

  it("is refused as a form, which a foreign page could send", async () => {
    const request = upload([kilobyte()], { "content-type": "text/plain" });
    await expect(bodyBytes(request)).rejects.toMatchObject({ code: "invalid_input" });
  });
});
