import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Beside each payload: files that a number chooses between, and scripts that payloads read. */
const beside: Readonly<Record<string, string>> = {
  list: "1\n2\n3\n",
  list2: "two\n",
  list3: "three\n",
  "quiet.sh": "export q=1\n",
  "loud.sh": 'echo() { prog "$@"; }\n',
  "taking.sh": "exec >card\n",
};

const runOne = `prog() { { printf '%s|' "$@"; printf '%s' "\${e1-}"; cat; } >>seen; }
set -eo pipefail
. ./job.run.sh`;

const runAll = `for job in "\${@:2}"; do
  cd "$job"
  bash -c "$1" </dev/null >log 2>&1
  echo "$?" >status
done
`;

/** Two payloads may wait for each other's ends: who is not done when all should be is ended, and those behind go on. */
const runJobs = (jobs: readonly string[]): void => {
  for (let left = jobs; left.length > 0; ) {
    spawnSync("timeout", [`${5 + left.length}`, "bash", "-c", runAll, "bash", runOne, ...left], { stdio: "ignore" });
    const [first = "", ...others] = left.filter((job) => !existsSync(join(job, "status")));
    if (first !== "") writeFileSync(join(first, "status"), "ended\n");
    left = others;
  }
};

/** Of each payload every file that it leaves, every program with its words and its input, and how it ends: what physics is made of. */
export const effectsOf = (payloads: readonly string[]): readonly string[] => {
  const folder = mkdtempSync(join(tmpdir(), "shrek-effects-"));
  try {
    const jobs = payloads.map((payload, index) => {
      const job = join(folder, `${index}`);
      mkdirSync(job);
      for (const [name, text] of Object.entries({ ...beside, "job.run.sh": payload }))
        writeFileSync(join(job, name), text);
      return job;
    });
    runJobs(jobs);
    return jobs.map((job) => {
      const files = readdirSync(job).filter((name) => name !== "job.run.sh" && name !== "log");
      return JSON.stringify(files.toSorted().map((name) => [name, readFileSync(join(job, name), "utf8")]));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
};
