import assert from "node:assert/strict";
import { fillPlace, openFiller } from "../../sandbox/rucio/fill.ts";
import { askJedi, type MadeStep } from "../jedi/ask-jedi.ts";
import { examinedCase } from "../jedi/case-production.ts";
import type { Venv } from "../venv.ts";
import type { RealRucio } from "./real-rucio.ts";

const files = 5;
/** What `examinedCase` calls data from outside. */
const containerOf = (input: string): string => `user.other.${input}.v1_000_make_${input}.root`;

/** One request a name of data: of a container with a dataset of files, of one that Rucio does not know, of one without GUIDs. */
export const refineByJedi = async (venv: Venv, { url, password }: RealRucio): Promise<void> => {
  const filler = await openFiller(url, password);
  await fillPlace(filler);
  for (const input of ["there", "nameless"]) {
    const scope = "user.other";
    await filler.dataset(`${scope}:${containerOf(input)}.part`, input === "there" ? files : 0, { open: true });
    await filler.container(`${scope}:${containerOf(input)}`, [`${scope}:${containerOf(input)}.part`]);
  }
  await filler.call("POST", `/dids/user.other/${containerOf("nameless")}.part/dids`, {
    dids: [{ scope: "user.other", name: "no-guid.root", bytes: 1, adler32: "0cc737eb" }],
    rse: "NEAR_DISK",
  });
  const cases = ["there", "unknown", "nameless"].map((input) => ({
    ...examinedCase({
      name: `data that are ${input}`,
      outside: { [input]: Array.from({ length: files }, (_, index) => `${index}`) },
      steps: {
        read: { in: [{ from: input, filesPerJob: 1 }], out: ["o.txt"], run: `cat "$${input}" >o.txt`, walltime: 1 },
      },
    }),
    rucio: { url, user: "root", password },
  }));
  const asked = cases.map(({ production, rucio }) => ({ production, datasets: {}, fails: {}, retried: [], rucio }));
  const [there, unknown, nameless] = (await askJedi(venv, asked)).map((one): MadeStep => {
    if ("error" in one) return assert.fail(one.error);
    return one.steps[0] ?? assert.fail("no step");
  });
  assert.ok(
    there !== undefined && !("error" in there),
    "error" in (there ?? {}) ? JSON.stringify(there).slice(-600) : "no step",
  );
  const read = there.jobs.flatMap((job) => Object.values(job.files).flat());
  assert.equal(there.jobs.length, files);
  assert.equal(new Set(read.filter((name) => name.startsWith(containerOf("there")))).size, files);
  for (const [step, words] of [
    [unknown, /unknown|not found|missing/i],
    [nameless, /subscriptable/],
  ] as const) {
    assert.ok(step !== undefined && "error" in step, JSON.stringify(step).slice(-600));
    assert.match(step.error, words);
  }
};
