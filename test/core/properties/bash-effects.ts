import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

/** Two payloads may wait for each other's ends: such a one is ended. */
const runAll = `for job in */; do
  ( cd "$job"
    timeout 5 bash -c "$1" </dev/null >log 2>&1
    echo "$?" >status )
done
`;

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
    if (jobs.length > 0) execFileSync("bash", ["-c", runAll, "bash", runOne], { cwd: folder, stdio: "ignore" });
    return jobs.map((job) => {
      const files = readdirSync(job).filter((name) => name !== "job.run.sh" && name !== "log");
      return JSON.stringify(files.toSorted().map((name) => [name, readFileSync(join(job, name), "utf8")]));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
};
