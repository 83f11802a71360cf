import assert from "node:assert/strict";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { askJedi, type MadeStep } from "./ask-jedi.ts";
import { examinedCase } from "./case-production.ts";
import { many, read } from "./cases.ts";

/** Beside two files that are promised, others whose names hold theirs, or that a dot as any sign would fit. */
const promised = ["stream.000001.root", "stream.000002.root"];
const beside = [
  "stream.000001.root.1",
  "a.stream.000001.root",
  "stream-000001.root",
  "stream_000002-root",
  "stream.000003.root",
];

/**
 * A run of a dataset that grows names its files to prun, which makes an expression of them: real prun's, in which JEDI
 * itself looks for the names.
 */
export const promisedFilesCheck = (venv: Venv): Check => ({
  name: "JEDI gives a run of a dataset that grows the files of its promise, and none whose name is like theirs",
  run: async () => {
    const { production, datasets } = examinedCase({
      name: "files of a promise",
      outside: { hits: [...promised, ...beside] },
      steps: { b: read([many("hits", 1)]) },
    });
    const promises = [promised.slice(0, 1), promised, beside.slice(0, 1)];
    const made = await askJedi(
      venv,
      promises.map((only) => ({
        production: {
          ...production,
          steps: production.steps.map((step) => ({
            ...step,
            inputs: step.inputs.map((input) => ({ ...input, only })),
          })),
        },
        ...{ datasets, fails: {}, retried: [] },
      })),
    );
    assert.deepEqual(
      made.map((one) => ("error" in one ? one.error : one.steps.map(filesRead))),
      promises.map((only) => [only.map((file) => [file])]),
    );
  },
});

const filesRead = (step: MadeStep): unknown =>
  "error" in step ? step.error : step.jobs.map(({ files }) => files["IN"]);
