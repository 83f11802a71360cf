import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";
import { faultPage } from "./fault-page.ts";

test("docs/panda.md shows the tables that are tested", () => {
  const page = readFileSync(join(root, "docs/panda.md"), "utf8");

  const shown = /<!-- faults -->\n([\s\S]*?)\n<!-- end of faults -->/.exec(page)?.[1];

  expect(shown).toBe(faultPage());
});
