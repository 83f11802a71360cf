import { expect, test } from "vitest";
import type { Declared } from "../../../action/core/ledger/declared.ts";
import { type MadeData, notValidated, notValidatedText } from "../../../action/core/ledger/declared-read.ts";
import { anIntent } from "../submission/a-submission.ts";

/** `compare` validates what `merge` made of `simulate`; `plot` reads neither. */
const made = (status: string | undefined, declared: readonly Declared[] = []): MadeData => ({
  intent: anIntent({
    content: {
      format: 1,
      request: {
        steps: {
          simulate: {},
          merge: { in: [{ from: "simulate" }] },
          compare: { in: [{ from: "merge" }], validates: true },
          plot: { validates: false },
        },
      },
      resources: [],
    },
    steps: ["simulate", "merge", "compare", "plot"],
  }),
  declared,
  tasks: status === undefined ? [] : [{ step: "compare", status }],
});

const validating = { in: [{ from: "simulate" }], validates: true };

const said = (quality: Declared["quality"], step?: string, saidOn: string | null = "2026-11-01T10:00:00Z") => ({
  ...{ by: "bob", id: "1", reason: "", step, quality, saidOn: saidOn ?? undefined },
});

test.each(["running", "finished", "failed", "broken", "exhausted", undefined])(
  "Data whose validation is %s are not found good, and all of what it was made of neither",
  (status) => {
    expect(notValidated(made(status), ["merge"])).toBe("compare");
    expect(notValidated(made(status), ["simulate"])).toBe("compare");
    expect(notValidated(made(status), ["plot", "simulate"])).toBe("compare");
  },
);

test("Data whose validation is done are good", () => {
  expect(notValidated(made("done"), ["merge", "simulate"])).toBeUndefined();
});

test("The first of several validations that is not done is named, whatever other steps did", () => {
  const { intent } = made("done");
  const steps = { simulate: {}, ...Object.fromEntries(["a", "b", "c"].map((name) => [name, validating])) };
  const three = { ...intent, content: { ...intent.content, request: { steps } }, steps: ["simulate", "a", "b", "c"] };
  const tasks = ["simulate", "a"].map((step) => ({ step, status: "done" }));

  expect(notValidated({ intent: three, declared: [], tasks }, ["simulate"])).toBe("b");
});

test("A validation validates neither what it does not read, nor its own results alone", () => {
  expect(notValidated(made("failed"), ["plot"])).toBeUndefined();
  expect(notValidated(made("failed"), ["compare"])).toBeUndefined();
});

test("Data that a person declared good are good, if he said it of all the steps that are read", () => {
  const of = (declared: readonly Declared[]) => notValidated(made("failed", declared), ["merge", "simulate"]);

  expect(of([said("good")])).toBeUndefined();
  expect(of([said("good", "merge")])).toBe("compare");
  expect(of([said("good", undefined, null)])).toBeUndefined();
  expect(of([said("bad")])).toBe("compare");
});

test("The words name the step that was to find the data good", () => {
  expect(notValidatedText("compare")).toBe("its step compare has not found good");
});
