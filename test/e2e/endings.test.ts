import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitAll } from "../../scripts/demo/scene.ts";
import { pass } from "./a-pass.ts";
import { raise } from "./stand.ts";

/** The production with which the record of `scripts/contracts/job-script` began: every way in which a job can end. */
const request = String.raw`schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: toy, stage: mdc }
description: Every way in which a job can end
contact: ["@test-user"]
build: toy.1
conditions: none
defaults: { sites: [SANDBOX], maxAttempt: 1, memory: 500, walltime: 1 }
steps:
  codes:
    out: [codes.txt]
    jobs: 20
    eventsPerJob: 20
    run: |
      echo "payload of job $job, $nEvents events"; echo good >codes.txt
      case $job in
        1) exit 32 ;;
        2) exit 10 ;;
        3) exit 1 ;;
        4) exit 137 ;;
        5) exit 143 ;;
        6) kill -9 $$; sleep 5 ;;
        7) kill -9 $BASHPID ;;
        8) kill -TERM $$; sleep 5 ;;
        9) kill -SEGV $BASHPID ;;
        10) rm codes.txt ;;
        11) false ;;
        12) perl -e 'die "bad thing\n"' ;;
        13) awk 'BEGIN { exit 300 }' ;;
        14) exit 254 ;;
        15) echo "std::bad_alloc" >&2; kill -ABRT $BASHPID ;;
        16) nosuchcommand ;;
        18) exit 255 ;;
      esac
  checked:
    out: [checked.txt]
    jobs: 4
    eventsPerJob: 20
    run: |
      echo $job of $nEvents >checked.txt
    checks:
      events: 95%
      run: |
        case $(cut -d" " -f1 checked.txt) in
          1) echo '{ "events": 3, "mean": 1.5 }' ;;
          2) echo '{ "events": 20, "why": "the mean is off" }'; exit 4 ;;
          3) echo 'no JSON at all' ;;
          4) echo '{ "events": 20, "mean": 3.5 }' ;;
        esac
`;

test("Of every way in which a job can end its reason is one group, 255 is no good end, and the log has the words", async () => {
  const stand = await raise();
  const folder = join(stand.scene.clone, "productions/exits");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "production.yaml"), request);
  await commitAll(stand.scene, "Every end");
  await pass(stand);
  await stand.panda.tick(120);
  await stand.run("reconcile");

  const { stdout } = await stand.run("status", "sP26a-toy-mdc");

  const groups = (step: string): readonly string[] =>
    (new RegExp(`jobs of ${step} failed: (.*)\\.\\n`).exec(stdout)?.[1] ?? "").split("; ").toSorted();
  expect(groups("codes")).toEqual([
    "1 memory or an abort, exit code 134",
    "1 output missing",
    "1 payload, exit code 10",
    "1 payload, exit code 127 (command not found)",
    "1 payload, exit code 139 (signal 11)",
    "1 payload, exit code 32",
    "1 payload, exit code 44",
    "1 payload, exit code from 198 to 254",
    "2 payload, exit code 1",
    "2 payload, exit code 143 (signal 15)",
    "2 payload, exit code 255",
    "3 memory, exit code 137",
  ]);
  expect(groups("checked")).toEqual(["1 check failed", "1 check printed no number of events", "1 too few events"]);
  expect(stdout).toContain("the checks of checked found events 20 in all, 20 a job; mean 3.5");
  expect(stdout).not.toContain("PanDA says");

  const logs = await stand.run("logs", "sP26a-toy-mdc@1.0.0/codes");
  expect(logs.stderr).toContain("of codes, memory, exit code 137");
});
