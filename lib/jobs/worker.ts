import { runWorkerProcess } from "./start-worker";

await runWorkerProcess().catch((error: unknown) => {
  process.stderr.write(
    `The worker did not start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
