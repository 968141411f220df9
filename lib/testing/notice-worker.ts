import { setTimeout as sleep } from "node:timers/promises";
import { deliverNotices } from "../use-cases/notices/deliver-notices";

/** Delivers what is due until it is killed, as a process of its own. */
process.stdout.write("worker ready\n");
for (;;) {
  await deliverNotices(() => new Date());
  await sleep(20);
}
