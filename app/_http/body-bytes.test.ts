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

  it("is cut off at the limit when it lies about its length or names none", async () => {
    const chunks = Array.from({ length: 1_000 }, kilobyte);
    await expect(bodyBytes(upload(chunks, { "content-length": "1" }), 2_000)).rejects.toMatchObject(
      { code: "too_large" },
    );
    expect(chunks.length).toBeGreaterThan(990);
  });

  it("is refused as a form, which a foreign page could send", async () => {
    const request = upload([kilobyte()], { "content-type": "text/plain" });
    await expect(bodyBytes(request)).rejects.toMatchObject({ code: "invalid_input" });
  });
});
