import { expect, test } from "vitest";
import { type GivenCommand, type SubmissionKey, submissionKey } from "../../../../action/core/ledger/event.ts";
import { verifyCommands } from "../../../../action/core/pass/commands/verify-commands.ts";
import { plannedEvents } from "../../../../action/core/pass/planned.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import { foldOf, pastOf } from "../../submission/a-submission.ts";
import { aPlan, aPlanning } from "../a-planning.ts";
import { type Answers, given } from "../answers.ts";

const keyOf = (run: number): SubmissionKey => submissionKey("sP26a-toy", "1.0.0", run);
const held = (run: number, ...orders: readonly Partial<GivenCommand>[]) =>
  [
    keyOf(run),
    foldOf([
      ...pastOf("held"),
      ...orders.map((one) => ({ event: "person", verb: "submit", by: "ada", id: "12", reason: "", ...one }) as const),
    ]),
  ] as const;
const answers: Answers = {
  comment: (id) => {
    if (id === 99) return new Failure("GitHub is away", { wayOut: "Wait." });
    if (id === 13) return undefined;
    return {
      body: "/shrek submit sP26a-toy",
      login: "ada",
      pullRequest: 7,
      at: "2026-03-01T10:00:00Z",
      editor: undefined,
    };
  },
  permission: () => "write",
  files: () => [],
  ruleChanges: () => [],
};

test("An order that GitHub does not have is cancelled, and one that GitHub cannot be asked about waits with its submission", async () => {
  const { planning, said } = aPlanning();
  const states = [held(1, {}), held(2, { id: "13" }, {}), held(3, { id: "99" }), held(4)];
  const reason = "submit by ada is not obeyed: there is no comment 13 on GitHub";

  const planned = await given(answers, (reads) => verifyCommands({ ...planning, ...reads }, aPlan(...states)));

  expect(plannedEvents(planned)).toEqual([[keyOf(2), { event: "command-rejected", id: "13", reason }]]);
  expect(planned.parts.map(({ why }) => why)).toEqual([`Not obeyed: ${keyOf(2)}`]);
  expect(planned.unverified).toEqual(new Set([keyOf(3)]));
  expect(said).toEqual([`${keyOf(3)} has trouble: GitHub is away. Wait.`, `${keyOf(2)} has trouble: ${reason}`]);
});

test("A ledger without orders asks GitHub about none", async () => {
  const { planning, said } = aPlanning();
  const from = aPlan(held(1), [keyOf(2), foldOf(pastOf("skipped"))]);

  expect(await given({}, (reads) => verifyCommands({ ...planning, ...reads }, from))).toEqual(from);
  expect(said).toEqual([]);
});
