import { runWorkerProcess } from "./start-worker";

await runWorkerProcess();
