import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isOfMain } from "../../action/core/ledger/event.ts";
import { asksPerson } from "../../action/core/submission/ways-out.ts";
import { notesOf } from "../../action/core/view/status/notes-text.ts";
import { commitAll } from "../../scripts/demo/scene.ts";
import { ledgerOf, pass } from "./a-pass.ts";
import { raise, type Stand } from "./stand.ts";

const tag = "sP26a-hfcharm-signal";
/** What the second of two jobs does. */
const requestWith = (second: string): string => `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: hfcharm, stage: signal }
description: One of two jobs needs more memory
contact: ["@test-user"]
build: new
conditions: none
defaults: { sites: [SANDBOX], maxAttempt: 1, walltime: 1 }
steps:
  make:
    out: [made.txt]
    jobs: 2
    memory: [100, 1500]
    run: |
      if [ "$uniqueId" -eq 2 ]; then
        ${second}
      fi
      echo "$uniqueId" >made.txt
`;

/** 150 MB that stay until the pilot of the sandbox has looked. */
const leak = `sleep 2 | awk 'BEGIN { s = "x"; while (length(s) < 1000000) s = s s; for (i = 0; i < 150; i++) a[i] = s i; getline }'`;

test("A job that ended for memory is run again with the next memory of the request, and no person is asked", async () => {
  const stand = await raise();
  const folder = join(stand.scene.clone, "productions/hungry");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "production.yaml"), requestWith(leak));
  await commitAll(stand.scene, "One hungry job");
  const seen: string[] = [];
  const notes = new Set<string>();
  for (let turn = 0; turn < 12 && seen.at(-1) !== "done"; turn++) {
    const { submissions } = await pass(stand);
    const one = submissions.find(({ key }) => key.startsWith(tag));
    seen.push(one?.state.kind ?? "");
    for (const note of one === undefined ? [] : notesOf(one.state)) notes.add(note);
    expect(one !== undefined && asksPerson(one.state)).toBe(false);
    await stand.panda.tick(24);
  }

  expect(seen).toContain("incomplete");
  expect(seen.at(-1)).toBe("done");
  expect([...notes]).toEqual(
    ["is", "was"].map(
      (time) =>
        `step make (task 5001): 1 job died of memory; the failed part ${time} tried again with 1500 MB per core, as the request says`,
    ),
  );
  expect(stand.panda.dataset(`user.sphnxpro.${tag}.v1.0.0.b0_000_make_made.txt/`)).toHaveLength(2);
});

test.each([
  ["killed for memory by the kernel of its machine", "exit 137"],
  ["aborted by a C++ program that got no memory", "exit 134"],
])("A job that was %s climbs the memories of the request once, and then a person is asked", async (_, second) => {
  const stand = await raise();
  const folder = join(stand.scene.clone, "productions/hungry");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "production.yaml"), requestWith(second));
  await commitAll(stand.scene, "One job that ends so each time");
  const notes = new Set<string>();
  let asked = false;
  for (let turn = 0; turn < 12 && !asked; turn++) {
    const { submissions } = await pass(stand);
    const one = submissions.find(({ key }) => key.startsWith(tag));
    for (const note of one === undefined ? [] : notesOf(one.state)) notes.add(note);
    asked = one !== undefined && asksPerson(one.state);
    await stand.panda.tick(24);
  }

  expect(asked).toBe(true);
  const died = "step make (task 5001): 1 job died of memory";
  expect([...notes]).toEqual([
    `${died}; the failed part is tried again with 1500 MB per core, as the request says`,
    `${died}; the failed part was tried again with 1500 MB per core, as the request says`,
    `${died}, and the request gives no higher value of memory to try`,
  ]);
});

const chainAfter = (make: string): string => `${requestWith("").replace(/ {2}make:[^]*/, "")}  make:
    out: [made.txt]
    jobs: 1
    memory: [100, 1500]
    run: |
      ${make}
      echo "$uniqueId" >made.txt
  fit: { in: [{ from: make, filesPerJob: 1 }], out: [fit.txt], memory: 700, run: 'cp "\${make[0]}" fit.txt' }
  sum: { in: [{ from: fit, filesPerJob: 1 }], out: [sum.txt], run: 'cp "\${fit[0]}" sum.txt' }
`;

/** What was ordered of each task, with its memory. */
const ordersOn = async (stand: Stand): Promise<readonly string[]> => {
  const ledger = ledgerOf(stand);
  const head = await ledger.head();
  const lines = [...(await ledger.read(head, await ledger.submissions(head, tag))).values()].flat();
  return lines.flatMap((line) =>
    !isOfMain(line) && line.event === "commanding" ? [`${line.verb} ${line.task} ${line.memory ?? ""}`.trim()] : [],
  );
};

test("What PanDA aborted behind a job that ended for memory is run again once, after that job, and no person is asked", async () => {
  const stand = await raise();
  const folder = join(stand.scene.clone, "productions/hungry");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "production.yaml"), chainAfter(leak));
  await commitAll(stand.scene, "A hungry job at the head of a chain");
  const seen: string[] = [];
  for (let turn = 0; turn < 14 && seen.at(-1) !== "done"; turn++) {
    const { submissions } = await pass(stand);
    const one = submissions.find(({ key }) => key.startsWith(tag));
    seen.push(one?.state.kind ?? "");
    expect(one !== undefined && asksPerson(one.state)).toBe(false);
    await stand.panda.tick(24);
  }

  expect(seen).toContain("failed");
  expect(seen.at(-1)).toBe("done");
  expect(await ordersOn(stand)).toEqual(["retry 5001 1500", "retry 5004", "retry 5005"]);
  expect(stand.panda.dataset(`user.sphnxpro.${tag}.v1.0.0.b0_002_sum_sum.txt/`)).toHaveLength(1);
});
