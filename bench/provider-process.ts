// The stand-in provider of users and keys in a process of its own, so that the client's figures are the client's.
import { setTimeout as pause } from "node:timers/promises";
import { fakeKey, fakeUser, startFakeProvider } from "@/lib/testing/fake-provider";

const users = Number(process.argv[2]);
const provider = await startFakeProvider(users, 1);
provider.pageSize = 2_000;
/** How long it thinks about each page, in milliseconds. */
const answerMs = Number(process.argv[3]);
if (answerMs > 0) provider.fault = () => pause(answerMs, null);
/** Changes another percent of both, from the number that is sent on. */
process.on("message", (first: number) => {
  for (let n = first; n < users; n += 100) {
    provider.users.set(`u-${n}`, fakeUser(`u-${n}`, { status: "disabled" }));
    provider.keys.set(`k-${n}-0`, fakeKey(`k-${n}-0`, `u-${n}`, { status: "disabled" }));
  }
  process.send?.({ url: provider.url });
});
process.send?.({ url: provider.url });
