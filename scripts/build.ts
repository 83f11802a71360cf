/**
 * Makes what is made: validators from the schemas, the published schema and problem list, then the bundles. Where nothing
 * has changed since the last build it ends at once, so that each command may build first.
 */
import { isSealed, seal } from "./build/seal.ts";

const root = new URL("../", import.meta.url).pathname;
if (!isSealed(root)) {
  const { makeAll } = await import("./build/make-all.ts");
  await makeAll();
  seal(root);
}
