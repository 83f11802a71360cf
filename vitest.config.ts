import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/node-floor.ts"],
    testTimeout: 30_000,
    // Real git and real servers: two cores carry two files at once.
    maxWorkers: 2,
  },
});
