import { defineConfig } from "vitest/config";
import { everyTime } from "./test/e2e/every-time.ts";

const stories = "test/e2e/**/*.test.ts";

export default defineConfig({
  test: {
    setupFiles: ["test/node-floor.ts"],
    // A guard against hanging, and nothing else: what a test may cost is measured in processor time, in the test.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Real git and real servers: a file waits for its own processes a quarter of its time, so two cores carry three.
    maxWorkers: 3,
    projects: [
      // Pure functions leave nothing behind: files share a process. Not threads, which would share its processor time.
      { extends: true, test: { name: "core", include: ["test/core/**/*.test.ts"], isolate: false } },
      {
        extends: true,
        test: {
          name: "worlds",
          include: ["test/**/*.test.ts"],
          exclude: ["test/core/**", stories],
          globalSetup: ["test/global-setup.ts"],
        },
      },
      {
        extends: true,
        test: { name: "every-time", include: [...everyTime], globalSetup: ["test/global-setup.ts"] },
      },
      {
        extends: true,
        test: {
          name: "stories",
          include: [stories],
          exclude: [...everyTime],
          globalSetup: ["test/global-setup.ts"],
        },
      },
    ],
  },
});
