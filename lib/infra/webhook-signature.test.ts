import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newSigningSecret, webhookSignature } from "./webhook-signature";

type Verify = (headers: object, body: string, secret: string, now?: number) => boolean;
let folder: string;
let isFromMuster: Verify;

/** The very code that receivers are given. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "muster-docs-"));
  const page = await readFile(new URL("../../docs/notifications.md", import.meta.url), "utf8");
  const file = path.join(folder, "verify.mjs");
  await writeFile(file, /```js\n([\s\S]+?)```/.exec(page)?.[1] ?? "");
  ({ isFromMuster } = (await import(pathToFileURL(file).href)) as { isFromMuster: Verify });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const now = Date.parse("2026-11-21T10:00:00Z");
const [old, fresh] = [newSigningSecret(), newSigningSecret()];
const call = (secrets: string[], body = '{"type":"test"}', id = "d-1") => {
  const timestamp = now / 1_000;
  return {
    body,
    headers: {
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": webhookSignature(secrets, { id, timestamp, body }),
    },
  };
};

describe("the receiver's code in docs/notifications.md", () => {
  it("accepts a call under either secret while both live", () => {
    const { headers, body } = call([fresh, old]);
    for (const secret of [fresh, old]) expect(isFromMuster(headers, body, secret, now)).toBe(true);
  });

  it("refuses another secret, another body, another id and an old call", () => {
    const { headers, body } = call([fresh]);
    expect(isFromMuster(headers, body, old, now)).toBe(false);
    expect(isFromMuster(headers, `${body} `, fresh, now)).toBe(false);
    expect(isFromMuster({ ...headers, "webhook-id": "d-2" }, body, fresh, now)).toBe(false);
    expect(isFromMuster(headers, body, fresh, now + 301_000)).toBe(false);
    expect(isFromMuster({}, body, fresh, now)).toBe(false);
  });

  it("signs as Standard Webhooks' published example does", () => {
    const signed = webhookSignature(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], {
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      timestamp: 1_614_265_330,
      body: '{"test": 2432232314}',
    });
    expect(signed).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });
});
