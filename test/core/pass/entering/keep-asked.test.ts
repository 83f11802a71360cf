import { expect, test } from "vitest";
import type { Intent, LedgerEvent, SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { keepAsked } from "../../../../action/core/pass/entering/keep-asked.ts";
import { aRequest, type Draft, valid } from "../../a-production.ts";
import { anIntent, context, lineOf } from "../../submission/a-submission.ts";
import { aPlan } from "../a-planning.ts";
import { type Answers, given } from "../answers.ts";

const { tag, version } = valid(aRequest()).production;
const keyOf = (run?: number): SubmissionKey => submissionKey(tag, version, run);
/** A request of an experiment that keeps data for a year. */
const asking = (
  change: Draft,
  runs?: readonly number[],
  rucio: object | undefined = { keep: { for: "1y", at: "BNL" } },
) => {
  const made = valid(aRequest());
  const { production } = made;
  const conventions = { ...production.conventions, rucio } as typeof production.conventions;
  const rows = runs?.map((run) => ({ run, columns: {} }));
  const request = { ...production.request, ...change };
  return { valid: { ...made, production: { ...production, conventions, request, ...(rows && { runs: rows }) } } };
};
const promised = (change: Partial<Intent>): readonly LedgerEvent[] => [
  lineOf({ event: "intended", intent: anIntent(change), attempt: 1 }),
];
const kept = { kept: { at: "BNL", copies: 1, keep: "1y", owner: "@ada" } };
const heard = async (
  requests: Parameters<typeof keepAsked>[2],
  known: readonly SubmissionKey[],
  change: object = kept,
) => {
  const asked: (readonly SubmissionKey[])[] = [];
  const answers: Answers = {
    events: (_, keys) => {
      asked.push(keys);
      return new Map(keys.map((key) => [key, promised(change)]));
    },
  };
  const { events, planned } = await given(answers, (reads) =>
    keepAsked({ ...reads, context }, aPlan(), requests, new Set(known)),
  );
  return { events, asked, loaded: [...planned.loaded.keys()] };
};
const news = (key: SubmissionKey) => [key, { event: "keep-asked", keep: "3m", owner: "@ben" }] as const;
const changed = { keep: "3m", owner: "@ben" };

test("Another time or owner is recorded at all runs that the ledger knows, and one of them is read first", async () => {
  expect(await heard([asking(changed, [1, 2, 3, 4])], [keyOf(2), keyOf(3), keyOf(4)])).toEqual({
    events: [news(keyOf(2)), news(keyOf(3)), news(keyOf(4))],
    asked: [[keyOf(2)], [keyOf(3), keyOf(4)]],
    loaded: [keyOf(2), keyOf(3), keyOf(4)],
  });
});

test("A request without another time or owner costs the reading of one run, and the next request has its turn", async () => {
  const same = { keep: "1y", owner: "@ada" };
  expect(await heard([asking(same, [1, 2]), asking(changed)], [keyOf(), keyOf(1), keyOf(2)])).toEqual({
    events: [news(keyOf())],
    asked: [[keyOf(1)], [keyOf()]],
    loaded: [keyOf(1), keyOf()],
  });
});

test.each<readonly [string, Parameters<typeof keepAsked>[2], readonly SubmissionKey[]]>([
  ["a request that is refused", [{ valid: undefined }], [keyOf()]],
  ["an experiment that keeps nothing", [asking(changed, undefined, {})], [keyOf()]],
  ["what the ledger does not know", [asking(changed)], []],
])("Of %s nothing is read", async (_, requests, known) => {
  expect(await heard(requests, known)).toEqual({ events: [], asked: [], loaded: [] });
});
