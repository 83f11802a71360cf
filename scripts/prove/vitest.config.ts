import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { withEdits } from "./mutation.ts";

/** The tests of the program with the edits of `PROVE_EDITS` in it. */
export default defineConfig({
  root: resolve(import.meta.dirname, "../.."),
  plugins: [{ name: "edits", enforce: "pre", transform: (code, id) => withEdits(id, code) }],
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/global-setup.ts"],
    testTimeout: 600_000,
    // Vitest keeps transformed files between runs by their content, and would take them for the program.
    fsModuleCache: false,
    dangerouslyIgnoreUnhandledErrors: true,
  },
});
