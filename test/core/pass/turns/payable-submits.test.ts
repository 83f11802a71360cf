import { expect, test } from "vitest";
import { cutToBudget, minus, noCost } from "../../../../action/core/pass/cost.ts";
import { costOfSubmits, payableSubmits, type Waves } from "../../../../action/core/pass/turns/payable-submits.ts";
import { noPast } from "../../../../action/core/submission/past.ts";
import { anIntent } from "../../submission/a-submission.ts";
import { readsOf } from "../answers.ts";

const atBegin: Waves = { kind: "before-the-first", pushes: 0 };
const plenty = { calls: 1e6, queries: 1e6, writes: 1e6, pushes: 1e6, panda: 1e6, seconds: 1e6 };
const one = (commit = "a") => ({
  state: { kind: "intended", intent: anIntent({ commit }), attempt: 1, since: "", past: noPast } as const,
});
const ones = (count: number) => Array.from({ length: count }, () => one());

/** How many of them a pass with so much left submits, and how many it was last told to leave. */
const submitted = async (all: readonly ReturnType<typeof one>[], waves: Waves, has: Partial<typeof plenty>) => {
  const left: number[] = [];
  const reads = readsOf({
    payable: (works, _, kept, inOrder) => {
      const { now, later } = cutToBudget(works, minus({ ...plenty, ...has }, kept), inOrder);
      left.push(later.length);
      return now;
    },
  });
  const paid = await payableSubmits(reads, all, waves);
  return { paid: paid.length, left: left.at(-1) };
};

test.each([
  [4, 0],
  [5, 8],
  [7, 8],
  [8, 16],
  [9, 16],
  [10, 24],
])(
  "With %d pushes left the first waves of a pass are %d submissions: tags, two commits a wave, answers",
  async (pushes, paid) => {
    expect(await submitted(ones(40), atBegin, { pushes })).toEqual({ paid, left: 40 - paid });
  },
);

test("Each push that a pass makes before its waves is one less for them", async () => {
  const waves: Waves = { kind: "before-the-first", pushes: 3 };

  expect(await submitted(ones(40), waves, { pushes: 10 })).toEqual({ paid: 8, left: 32 });
});

test.each([
  [2, 0],
  [3, 8],
  [4, 8],
  [5, 16],
  [9, 16],
  [10, 24],
  [12, 32],
])("With %d pushes left, and tags of 16 pushed, the next waves are %d submissions", async (pushes, paid) => {
  expect(await submitted(ones(40), { kind: "begun", tagged: 16 }, { pushes })).toEqual({ paid, left: 40 - paid });
});

test("Sixteen waves share a push of tags and a commit with answers", async () => {
  expect(await submitted(ones(300), { kind: "begun", tagged: 0 }, { pushes: 2 * 16 + 3 })).toMatchObject({ paid: 128 });
  expect(await submitted(ones(300), { kind: "begun", tagged: 0 }, { pushes: 2 * 17 + 5 })).toMatchObject({ paid: 128 });
  expect(await submitted(ones(300), { kind: "begun", tagged: 0 }, { pushes: 2 * 17 + 6 })).toMatchObject({ paid: 136 });
});

test("All submissions that a pass can pay for go, and nothing is asked where none waits", async () => {
  expect(await submitted(ones(20), atBegin, {})).toEqual({ paid: 20, left: 0 });
  expect(await submitted([], atBegin, { pushes: 0 })).toEqual({ paid: 0, left: undefined });
});

test("Each merge of a wave is asked about on GitHub once, beside the calls that the report needs", async () => {
  const all = [one("a"), one("a"), one("b"), one("c")];

  expect(await submitted(all, atBegin, { calls: 8 + 5 + 5 })).toEqual({ paid: 3, left: 1 });
  expect(await submitted(all, atBegin, { calls: 8 + 5 + 4 })).toEqual({ paid: 2, left: 2 });
});

test("A submission costs ten calls of PanDA and a second, and its pushes are counted when they are made", () => {
  expect(costOfSubmits(ones(3))).toEqual({ ...noCost, panda: 30, seconds: 3 });
});
