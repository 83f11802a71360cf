import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitAll, root } from "../../scripts/demo/scene.ts";
import { raise, type Stand, statusOf } from "./stand.ts";

const tag = "sP26a-hfcharm-signal";
const folder = "productions/toy-scan";

/** The fixture as a production of the sandbox, whose jobs of these rows fail at their first attempt. */
const laid = async (stand: Stand, failing: readonly number[]): Promise<void> => {
  const there = join(stand.scene.clone, folder);
  await cp(join(root, "test/requests/good/scan-of-a-table"), there, { recursive: true });
  const marks = join(stand.dir, "mark");
  await edit(stand, "production.yaml", (text) =>
    text
      .replace("sites: [LAPTOP]", "sites: [SANDBOX]")
      .replace(
        "    run: |\n",
        `    parameters: { marks: ${marks}, failing: " ${failing.join(" ")} " }\n    run: |\n      case "$failing" in *" $job "*) [ -e "$marks.$job" ] || { touch "$marks.$job"; exit 1; } ;; esac\n`,
      ),
  );
};

const edit = async (stand: Stand, name: string, change: (text: string) => string): Promise<void> => {
  const path = join(stand.scene.clone, folder, name);
  await writeFile(path, change(await readFile(path, "utf8")));
};

/** From the commit to the end of its tasks. */
const bring = async (stand: Stand, words: string, version: string): Promise<string> => {
  await commitAll(stand.scene, words);
  expect((await stand.run("reconcile")).code).toBe(0);
  await stand.panda.tick(60);
  expect((await stand.run("reconcile")).code).toBe(0);
  const ended = (await statusOf(stand, tag)).filter((row) => row.version === version);
  expect(ended.map(({ state }) => state)).toEqual(["done"]);
  const [sum = "", ...more] = stand.panda.dataset(`${outDS(version)}_003_sum_sum.txt/`);
  expect(more).toEqual([]);
  return readFile(sum, "utf8");
};
const outDS = (version: string): string => `user.sphnxpro.${tag}.v${version}.b0`;

type Job = readonly [label: string, first: number, steps: number, slope: number];
const jobs: readonly Job[] = [
  ["soft, slow", 0, 10, 0.5],
  ["hard", 100, 3, 2],
  ['say "fast"', 7, 1, 1.5],
  ["$HOME `x` *", 1, 100, 3],
];

/** What the payload makes of a row, computed here. */
const recomputed = (rows: readonly Job[], firstSeed: number): string =>
  rows
    .map(([label, first, steps, slope], index) => {
      const sum = Array.from({ length: steps }, (_, n) => slope * (first + n)).reduce((a, b) => a + b, 0);
      return `${index + 1}\t${firstSeed + index}\t${label}\t${sum}\t${steps}\t${slope}\n`;
    })
    .join("");

test("Each row of a table runs once in PanDA over retries with its own values; appended rows are a minor version with new seeds", async () => {
  const stand = await raise(["_templates"]);
  await laid(stand, [2, 4]);

  expect(await bring(stand, "Scan", "1.0.0")).toBe(recomputed(jobs, 1));
  // Retried jobs have later serial numbers, so what is first by name is not the first row.
  expect(
    stand.panda.dataset(`${outDS("1.0.0")}_000_scan_scan.txt/`).map((path) => /_(\d{6})\./.exec(path)?.[1]),
  ).toEqual(["000001", "000003", "000005", "000006"]);

  await edit(stand, "jobs.csv", (text) => `${text}late,5,2,1\n`);
  const refused = await stand.run("check", folder);
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining("[version-not-moved]") });
  expect(refused.stdout).toContain("1.1.0");
  await edit(stand, "production.yaml", (text) => text.replace("version: 1.0.0", "version: 1.1.0"));
  const diff = await stand.run("diff", folder);
  expect(diff.stdout).toMatch(/table\.appended +4 rows +5 rows +minor: more rows are more jobs/);

  expect(await bring(stand, "One more", "1.1.0")).toBe(recomputed([...jobs, ["late", 5, 2, 1]], 5));
});
