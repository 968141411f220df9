import { runWorkerProcess } from "../jobs/start-worker";
import { provideConnector } from "../use-cases/sources/connector-entries";
import { fakeConnector } from "./fake-connector";

/** The real worker with the stand-in connector and quick leases, as a process that tests can kill. */
provideConnector(fakeConnector);
const leaseMs = Number(process.argv[2] ?? 30_000);
await runWorkerProcess({
  sync: { leaseMs, renewMs: leaseMs / 3, sliceMs: 3_000, sleepMs: 5_000 },
  sweepMs: Math.min(10_000, leaseMs / 3),
});
