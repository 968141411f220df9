import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)) };
const exclude = ["node_modules/**", ".next/**", "e2e/**", ".muster/**"];

/** Three suites: pure units, the same with a real PostgreSQL, and connectors against loopback servers. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias, conditions: ["react-server"] },
        test: {
          name: "unit",
          testTimeout: 30_000,
          include: ["{app,components,lib,connectors,scripts}/**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.db.test.ts", "connectors/**"],
          maxWorkers: 2,
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
          // They mostly wait for what a provider does not answer.
          maxWorkers: 2,
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
          maxWorkers: 2,
        },
      },
    ],
  },
});
