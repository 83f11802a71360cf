import { join, resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { readTask } from "./task.ts";

const root = resolve(import.meta.dirname, "../..");
const standIn = join(import.meta.dirname, "stand-in.ts");
const { texts } = readTask();
const switched = new Map(texts);

/** Gives the switched text of a mutated file; and to tests, in the place of vitest, what only collects them. */
export default defineConfig({
  root,
  plugins: [
    {
      name: "mutants",
      enforce: "pre",
      load: (id) => switched.get(id),
      transform: (code, id) =>
        id.startsWith(join(root, "test/")) ? code.replace('from "vitest"', `from "${standIn}"`) : undefined,
    },
  ],
  // Vitest keeps transformed files between runs by their content, and would take them for the program.
  test: { include: ["scripts/mutants/host.ts"], fsModuleCache: false, dangerouslyIgnoreUnhandledErrors: true },
});
