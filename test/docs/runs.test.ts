import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { textFile } from "../../action/core/text/source-file.ts";
import { histogramOf } from "../../scripts/demo/runs-result.ts";
import { root } from "../../scripts/demo/scene.ts";
import { aRequest, type Draft, valid } from "../core/a-production.ts";

/** The first block of one language below a heading. */
const pickRun = (page: string, heading: string, language: string): string => {
  const section = page.slice(page.indexOf(`\n${heading}\n`) + 1);
  return new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, "m").exec(section)?.[1] ?? "";
};

const page = readFileSync(join(root, "docs/request.md"), "utf8");
const runs = textFile("runs.txt", pickRun(page, "## Data productions", "text"));

test("The request and the run list in docs/request.md are valid, and have the numbers that the page says", () => {
  const request = load(pickRun(page, "## Data productions", "yaml")) as Draft;
  const files = [runs, textFile("fit.sh", 'cp "$3" DST_FIT.root\n', "100755")];
  const steps = Object.fromEntries(
    Object.entries(request.steps as Draft).map(([name, step]) => [name, { ...(step as Draft), resources: ["fit.sh"] }]),
  );

  const { production } = valid(aRequest({ ...request, steps }), { files });

  expect(production.runs).toEqual([
    { run: 82372, columns: { segments: 20 } },
    { run: 82703, columns: { segments: 31 } },
  ]);
});

test("Paired files of runs are read as docs/request.md says, and each run has as many as its list says", () => {
  const request = load(pickRun(page, "### Files that belong together", "yaml")) as Draft;
  const scripts = ["fit.sh", "cluster.sh", "histogram.sh"];
  const steps = Object.fromEntries(
    Object.entries(request.steps as Draft).map(([name, step], index) => {
      const out = (step as { readonly out: readonly string[] }).out[0];
      return [
        name,
        { ...(step as Draft), resources: [scripts[index]], run: `: >${out}; ${String((step as Draft).run)}` },
      ];
    }),
  );
  const files = [runs, ...scripts.map((script) => textFile(script, ': "$@"\n', "100755"))];

  const { production } = valid(aRequest({ ...request, steps }), { files });

  expect(production.stepsOfRuns?.map((ofRun) => ofRun.map(({ jobs }) => jobs))).toEqual([
    [420, 20, 1],
    [651, 31, 1],
  ]);
  expect(production.steps.map(({ naming }) => naming?.fields)).toEqual([
    ["{segment}", "{stream}"],
    ["{segment}"],
    undefined,
  ]);
});

test("The file of a run that docs/request.md shows has the bytes of its histogram", () => {
  const [, run, bytes] =
    /histogram-000(\d+)[.]txt .* (\d+)$/m.exec(pickRun(page, "### The files of a run", "text")) ?? [];
  const list = readFileSync(join(root, "productions/toy-runs/runs.txt"), "utf8");
  const events = Number(new RegExp(`^${run} (\\d+)$`, "m").exec(list)?.[1]);

  expect(Number(bytes)).toBe(histogramOf(Number(run), events).length);
});
