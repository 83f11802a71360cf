import { expect, test } from "vitest";
import type { Intent, SubmissionEvent } from "../../../action/core/ledger/event.ts";
import {
  givenUpDids,
  isKeepDue,
  keepAfter,
  keepTerms,
  keepTime,
  keptIn,
  noKeeping,
} from "../../../action/core/ledger/keeping.ts";
import { applyEvent } from "../../../action/core/submission/fold.ts";
import { next } from "../../../action/core/submission/next.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { isLive } from "../../../action/core/submission/states.ts";
import { anIntent, bothTasks, context, pastOf } from "../submission/a-submission.ts";

const kept: NonNullable<Intent["kept"]> = { at: "DISK", copies: 1, keep: "1y", most: "5y", owner: "@ada" };
const ended = "2026-03-01T10:00:00.000Z";

const after = (events: readonly SubmissionEvent[], intent: Partial<Intent> = { kept }): SubmissionState =>
  [...pastOf("running", { intent: anIntent(intent) }), ...events].reduce<SubmissionState>(
    (state, event) => applyEvent(state, event, ended),
    { kind: "none" },
  );
const done: SubmissionEvent = { event: "seen", verdict: "done", tasks: bothTasks("done") };
const asked = (keep: string): SubmissionEvent => ({ event: "keep-asked", keep, owner: "@grace" });
const stands = (until: string | null): SubmissionEvent => ({ event: "kept", until, dids: ["mc:hits"] });
const untilOf = (state: SubmissionState): string | undefined =>
  "past" in state ? keepTime(state)?.until?.toISOString() : "no past";

test("Data are kept from the later of our clock and PanDA's", () => {
  const by = (pandaDate: string) => untilOf(after([{ ...done, pandaDate }]));

  expect([by("2026-03-10T10:00:00.000Z"), by("2026-02-20T10:00:00.000Z")]).toEqual([
    "2027-03-10T10:00:00.000Z",
    "2027-03-01T10:00:00.000Z",
  ]);
});

test("The outputs of a success are kept from its end on, for the longest time that anybody asked for", () => {
  expect(untilOf(after([done]))).toBe("2027-03-01T10:00:00.000Z");
  expect(untilOf(after([done, asked("3y"), asked("1d")]))).toBe("2029-03-01T10:00:00.000Z");
  expect(untilOf(after([asked("2y"), done]))).toBe("2028-03-01T10:00:00.000Z");
  expect(untilOf(after([{ ...done, verdict: "completed-partially" }]))).toBe("2027-03-01T10:00:00.000Z");
});

test("A date behind what the conventions allow ends with that", () => {
  expect(untilOf(after([done, asked("until 2040-01-01")]))).toBe("2031-03-01T10:00:00.000Z");
  expect(untilOf(after([done, asked("until 2030-01-01")]))).toBe("2030-01-02T00:00:00.000Z");
  const { most: _, ...without } = kept;
  expect(untilOf(after([done, asked("until 2040-01-01")], { kept: without }))).toBe("2040-01-02T00:00:00.000Z");
});

test.each<readonly [string, SubmissionState]>([
  ["has not ended", after([])],
  ["failed", after([{ ...done, verdict: "failed" }])],
  ["ended well where the conventions keep nothing", after([done], {})],
  ["was withdrawn with its data", after([done, { event: "withdrawn", data: "drop" }])],
  ["left main with its data", after([done, { event: "retired", data: "drop" }])],
  ["is kept long enough", after([done, stands("2027-03-01T10:00:00.000Z")])],
  ["is kept for ever", after([done, asked("4y"), stands(null)])],
  ["is unknown", { kind: "none" }],
])("For what %s there is nothing to make", (_, state) => {
  expect("past" in state && isKeepDue(state)).toBe(false);
});

test.each<readonly [string, SubmissionState]>([
  ["ended well", after([done])],
  ["was replaced by a newer version before its rules stood", after([done, { event: "superseded", by: "2.0.0" }])],
  ["left main while its data stay", after([done, { event: "retired", data: "keep" }])],
  ["is to be kept longer", after([done, stands("2027-03-01T10:00:00.000Z"), asked("2y")])],
  [
    "ended again, later",
    applyEvent(after([done, stands("2027-03-01T10:00:00.000Z")]), done, "2026-03-02T10:00:00.000Z"),
  ],
])("What %s is followed until its rules stand", (_, state) => {
  expect("past" in state && isKeepDue(state)).toBe(true);
  expect(isLive(state)).toBe(true);
});

test("A date is kept where the conventions have no longest time, and a time beyond it ends with it", () => {
  const { most: _, ...without } = kept;
  expect(untilOf(after([done], { kept: { ...without, keep: "forever" } }))).toBeUndefined();
  expect(untilOf(after([done], { kept: { ...kept, keep: "forever" } }))).toBe("2031-03-01T10:00:00.000Z");
});

test("The data that a command ended are remembered, and only that one of the waiting commands is done", () => {
  const command = (id: string) => ({ verb: "expire", by: "ada", id, reason: "", dids: "0123456789ab" }) as const;
  const [one, other] = [
    { id: "1", dids: ["mc:hits", "mc:logs"] },
    { id: "2", dids: ["mc:logs"] },
  ];
  const facts = { ...noKeeping, expired: ["mc:old", "mc:hits"], expiring: [command("1"), command("2")] };
  const ending = { ...facts, ...keepAfter({ ...facts, ending: [other] }, { event: "ending", ...one }) };
  expect(ending).toEqual({ ...facts, ending: [other, one] });
  expect(givenUpDids(ending)).toEqual(["mc:old", "mc:hits", "mc:logs", "mc:hits", "mc:logs"]);
  expect(keepAfter(ending, { event: "expired", ...one })).toEqual({
    expired: ["mc:old", "mc:hits", "mc:logs"],
    expiring: [command("2")],
    ending: [other],
  });
});

test.each([
  ["none", [], true],
  ["one", ["mc:hits"], true],
  ["others", ["mc:none", "mc:more"], true],
  ["all", ["mc:logs", "mc:hits"], false],
] as const)(
  "A longer time is followed for the rest of the rules after a person ended %s of them",
  (_, expired, due) => {
    const state = {
      intent: { kept },
      past: {
        ...noKeeping,
        endedWell: ended,
        expired,
        kept: { until: "2026-04-01T00:00:00.000Z", dids: ["mc:hits", "mc:logs"] },
      },
    };
    expect(isKeepDue(state)).toBe(due);
  },
);

test("The last word on time and owner is main's, and before it the promise's", () => {
  const said = (state: SubmissionState) => ("past" in state ? keepTerms(state) : undefined);
  expect(said(after([done]))).toEqual({ keep: "1y", owner: "@ada" });
  expect(said(after([done, asked("2y"), asked("3y")]))).toEqual({ keep: "3y", owner: "@grace" });
  expect(said(after([done], {}))).toBeUndefined();
});

test("A new time or owner is written only if it differs, and never where nobody keeps the data", () => {
  const said = { kind: "keep-asked", keep: "2y", owner: "@ada" } as const;
  const event = { event: "keep-asked", keep: "2y", owner: "@ada" };
  expect(next(after([done]), said, context).events).toEqual([event]);
  expect(next(after([done]), { ...said, keep: "1y" }, context).events).toEqual([]);
  expect(next(after([done]), { ...said, keep: "1y", owner: "@bob" }, context).events).toHaveLength(1);
  expect(next(after([done], {}), said, context).events).toEqual([]);
  expect(next({ kind: "none" }, said, context).events).toEqual([]);
});

test("Rules are written to the ledger while some were wanted, and not again", () => {
  const seen = { kind: "kept", until: "2027-03-01T10:00:00.000Z", dids: ["mc:hits"] } as const;
  const { kind: _, ...facts } = seen;
  expect(next(after([done]), seen, context).events).toEqual([{ event: "kept", ...facts }]);
  expect(next(after([done, { event: "kept", ...facts }]), seen, context).events).toEqual([]);
  expect(next({ kind: "none" }, seen, context).events).toEqual([]);
});

test("Of a line of the ledger, what is kept names the rules only where it has them", () => {
  const line = { event: "kept", until: ended, dids: ["mc:hits"] };

  expect(keptIn(line)).toStrictEqual({ until: ended, dids: ["mc:hits"] });
  expect(keptIn({ ...line, rules: { r: "1" } as never })).toStrictEqual({
    until: ended,
    dids: ["mc:hits"],
    rules: { r: "1" },
  });
});
