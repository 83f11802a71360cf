import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { textFile } from "../../action/core/text/source-file.ts";
import { root } from "../../scripts/demo/scene.ts";
import { accepted, aRequest, type Draft } from "../core/a-production.ts";

/** The blocks of one language below a heading. */
const blockOf = (page: string, heading: string, language: string): string => {
  const section = page.slice(page.indexOf(`\n## ${heading}\n`) + 1).split(/\n## /)[0] ?? "";
  return new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, "m").exec(section)?.[1] ?? "";
};

test("the request and the list that the page on requests shows are good, and what it says of them is so", () => {
  const page = readFileSync(join(root, "docs/request.md"), "utf8");
  const request = load(blockOf(page, "Runs", "yaml")) as Draft;
  const files = [
    textFile("runs.txt", blockOf(page, "Runs", "text")),
    textFile("fit.sh", 'cp "$3" DST_FIT.root\n', "100755"),
  ];
  const steps = Object.fromEntries(
    Object.entries(request.steps as Draft).map(([name, step]) => [name, { ...(step as Draft), resources: ["fit.sh"] }]),
  );

  const { production } = accepted(aRequest({ ...request, steps }), { files });

  expect(production.runs).toEqual([
    { run: 82372, columns: { segments: 20 } },
    { run: 82703, columns: { segments: 31 } },
  ]);
});
