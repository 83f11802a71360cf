import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { everyTime } from "./test/e2e/every-time.ts";
import { LongestFirst } from "./test/longest-first.ts";

const stories = "test/e2e/**/*.test.ts";
/** Of the tests of core, those that try hundreds of made inputs. */
const properties = ["test/core/properties/**/*.test.ts", "test/core/**/hostile*.test.ts"];

export default defineConfig({
  test: {
    setupFiles: ["test/node-floor.ts", "test/property-seed.ts"],
    // A guard against hanging, and nothing else: what a test may cost is measured in processor time, in the test.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Vitest gives a state one second to come, which a busy machine takes for a process to start.
    expect: { poll: { timeout: 120_000 } },
    // Files share a process, and what one sets in the environment is not there in the next.
    unstubEnvs: true,
    // Real git and real servers: a file waits for its own processes a quarter of its time, so two cores carry three.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    sequence: { sequencer: LongestFirst },
    projects: [
      // Files share a process, which halves what they cost: Node compiles their imports once. Not threads, which would
      // share its processor time.
      {
        extends: true,
        test: { name: "core", include: ["test/core/**/*.test.ts"], exclude: properties, isolate: false },
      },
      { extends: true, test: { name: "properties", include: properties, isolate: false } },
      {
        extends: true,
        test: {
          name: "worlds",
          include: ["test/**/*.test.ts"],
          exclude: ["test/core/**", stories],
          env: { SHREK_WARM: "1" },
          isolate: false,
          globalSetup: ["test/global-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "every-time",
          // Each program in a process of its own, as users start it (ADR 27).
          include: [...everyTime],
          isolate: false,
          globalSetup: ["test/global-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "stories",
          include: [stories],
          exclude: [...everyTime],
          env: { SHREK_WARM: "1" },
          isolate: false,
          globalSetup: ["test/global-setup.ts"],
        },
      },
    ],
  },
});
