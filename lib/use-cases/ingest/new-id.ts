import { randomBytes } from "node:crypto";

let spare = Buffer.alloc(0);
let at = 0;

/** A UUID of version 7: new rows lie side by side in the index. */
export function newId(now = Date.now()): string {
  if (at + 10 > spare.length) {
    spare = randomBytes(4_000);
    at = 0;
  }
  const random = spare.toString("hex", at, at + 10);
  at += 10;
  const time = now.toString(16).padStart(12, "0");
  const variant = "89ab"[Number.parseInt(random[3] ?? "0", 16) & 3];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}
