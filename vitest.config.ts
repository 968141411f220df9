import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)) };
const exclude = ["node_modules/**", ".next/**", "e2e/**", ".muster/**"];

/** These wait for minutes on clocks and processes: begun last, they would run on alone at the end. */
const longest = [
  "lib/jobs/schedulers.db.test.ts",
  "lib/jobs/worker-killed.db.test.ts",
  "lib/jobs/workers-under-jobs.db.test.ts",
  "lib/jobs/worker-succession.db.test.ts",
  "scripts/operator.db.test.ts",
  "connectors/github/github-conformance.test.ts",
  "lib/use-cases/rotation/failures.db.test.ts",
  "lib/use-cases/reviews/crash.db.test.ts",
  "lib/use-cases/offboarding/crash.db.test.ts",
];
const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = longest.findIndex((file) => moduleId.endsWith(file));
  return place === -1 ? longest.length : place;
};

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}

/** More than this machine's cores may be: many files wait for processes, clocks and time limits. */
const maxWorkers = 3;

/** Three suites: pure units, the same with a real PostgreSQL, and connectors against loopback servers. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: { alias, conditions: ["react-server"] },
        test: {
          name: "unit",
          testTimeout: 30_000,
          include: ["{app,components,lib,connectors,scripts}/**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.db.test.ts", "connectors/**"],
          maxWorkers,
        },
      },
      {
        resolve: { alias, conditions: ["react-server"] },
        test: {
          name: "connectors",
          include: ["connectors/**/*.test.ts"],
          exclude: [...exclude, "**/*.db.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers,
        },
      },
      {
        resolve: { alias, conditions: ["react-server"] },
        test: {
          name: "database",
          include: ["{app,lib,connectors,scripts}/**/*.db.test.ts"],
          exclude,
          globalSetup: ["./lib/testing/database-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers,
        },
      },
    ],
  },
});
