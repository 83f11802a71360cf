import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { gitMain } from "../../../action/adapters/git/main-branch.ts";
import { localRefs } from "../../../action/adapters/git/refs.ts";
import { noForeign } from "../../../scripts/no-foreign.ts";
import { commitTexts } from "../../contracts/commit-texts.ts";
import { emptyFolder, emptyRepository, runGit } from "../../contracts/git-place.ts";

test("The merges that were not read yet start at most eight git processes at once, however many merges there are", async () => {
  const top = await emptyRepository();
  const commits: string[] = [];
  for (let n = 0; n < 12; n++)
    commits.push(await commitTexts(top, { "productions/p/production.yaml": `schema: ${n}\n` }));
  const bin = await emptyFolder();
  const log = join(bin, "log");
  const real = (await runGit(top, "--exec-path")).trim();
  writeFileSync(log, "");
  // The first ones wait for each other: on a busy machine one would end before the next begins.
  const waits = `n=0; while [ $(wc -l <'${log}') -lt 3 ] && [ $n -lt 100 ]; do sleep 0.05; n=$((n + 1)); done`;
  const counted = `#!/bin/sh\necho + >>'${log}'\n${waits}\nsleep 0.1\n'${real}/git' "$@"\ncode=$?\necho - >>'${log}'\nexit $code\n`;
  writeFileSync(join(bin, "git"), counted, { mode: 0o755 });
  vi.stubEnv("PATH", `${bin}:${process.env["PATH"]}`);

  const main = gitMain(top, localRefs(top), noForeign);
  await Promise.all(commits.map(async (commit) => [await main.changed(commit), await main.ruleChanges(commit)]));

  vi.unstubAllEnvs();
  const [now, most] = [...readFileSync(log, "utf8").replaceAll("\n", "")].reduce(
    ([running, peak], mark): [number, number] => {
      const after = running + (mark === "+" ? 1 : -1);
      return [after, Math.max(peak, after)];
    },
    [0, 0],
  );
  expect([now <= 1, most > 2, most <= 8]).toEqual([true, true, true]);
});
