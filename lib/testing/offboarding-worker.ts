import { setTimeout as sleep } from "node:timers/promises";
import { advanceOffboarding } from "../use-cases/offboarding/advance-offboarding";
import { provideConnector } from "../use-cases/sources/connector-entries";
import { actingConnector } from "./acting-provider";

/** Works on due cases until it is killed, as a process of its own. */
provideConnector(actingConnector);
process.stdout.write("worker ready\n");
for (;;) {
  await advanceOffboarding(() => new Date());
  await sleep(20);
}
