/** Makes what is made: validators from the schemas, the published schema and problem list, then the bundles. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { rolldown } from "rolldown";
import { problemsPage } from "../action/core/problem-codes.ts";
import { validatorModule } from "./validator-module.ts";

const generated = new URL("../action/core/generated/", import.meta.url);
const root = new URL("../", import.meta.url);

await mkdir(generated, { recursive: true });
for (const { name, source, types } of validatorModule()) {
  await writeFile(new URL(`${name}.js`, generated), source);
  await writeFile(new URL(`${name}.d.ts`, generated), types);
}
await writeFile(new URL("docs/problems.md", root), problemsPage());

const dist = new URL("dist/", root).pathname;
await rm(dist, { recursive: true, force: true });
const bundle = await rolldown({
  input: { cli: new URL("action/cli/main.ts", root).pathname },
  platform: "node",
  logLevel: "warn",
});
await bundle.write({ dir: dist, format: "esm", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" });
await bundle.close();
await writeFile(new URL("dist/package.json", root), `${JSON.stringify({ type: "module" })}\n`);
