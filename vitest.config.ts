import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/global-setup.ts"],
    setupFiles: ["test/node-floor.ts"],
    // A guard against hanging, and nothing else: what a test may cost is measured in processor time, in the test.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Real git and real servers: two cores carry two files at once.
    maxWorkers: 2,
  },
});
