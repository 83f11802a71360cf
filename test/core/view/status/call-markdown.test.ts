import { expect, test } from "vitest";
import {
  type LedgerEvent,
  type SubmissionEvent,
  type SubmissionKey,
  submissionKey,
} from "../../../../action/core/ledger/event.ts";
import { questionsOf } from "../../../../action/core/outcomes/news.ts";
import { callMarkdown } from "../../../../action/core/view/status/call-markdown.ts";
import { callOf, partsOfCall } from "../../../../action/core/view/status/calls.ts";
import { statusMarkdown } from "../../../../action/core/view/status/status-markdown.ts";
import { anIntent, aTask, at, bothTasks, key, pastOf } from "../../submission/a-submission.ts";

const linesOf = (events: readonly SubmissionEvent[], of: SubmissionKey = key): readonly LedgerEvent[] =>
  events.map((event, index) => ({ ...event, key: of, at: at(`10:${String(index).padStart(2, "0")}`) }));
const standing = (events: readonly SubmissionEvent[], of: SubmissionKey = key) => ({
  key: of,
  ...questionsOf(linesOf(events, of)),
});
const seen = (verdict: "running" | "failed" | "exhausted" | "done"): SubmissionEvent => ({
  event: "seen",
  verdict,
  tasks: bothTasks(verdict),
});

const idsOf = (own: readonly ReturnType<typeof standing>[]): readonly string[] | undefined =>
  callOf(own)?.parts.map(({ id }) => id);

const since = (time: string, number = 1): string => `person/${at(time)}/${number}`;

test("A cause that others join later keeps its comment, a new cause has one of its own, and a retry begins it again", () => {
  const failing = (
    name: string,
    time: string,
    reason: string,
    ...more: readonly (readonly [string, SubmissionEvent])[]
  ) => {
    const own = submissionKey(name, "1.0.0", undefined);
    const failed: SubmissionEvent = {
      ...{ event: "seen", verdict: "failed" },
      tasks: [aTask("simulate", "failed", { dialog: reason })],
    };
    const begun = pastOf("running").map((event) => ["10:00", event] as const);
    const lines = [...begun, [time, failed] as const, ...more].map(([when, event]) => ({
      ...event,
      ...{ key: own, at: at(when) },
    }));
    return { key: own, ...questionsOf(lines) };
  };
  const again = (time: string, reason: string): readonly (readonly [string, SubmissionEvent])[] => [
    [time, seen("running")],
    [
      time.replace(/.$/, "9"),
      { event: "seen", verdict: "failed", tasks: [aTask("simulate", "failed", { dialog: reason, attemptNr: 2 })] },
    ],
  ];
  const [first, joined, other] = [
    failing("a", "11:00", "quota"),
    failing("b", "11:20", "quota"),
    failing("c", "11:40", "disk"),
  ];

  expect(idsOf([first])).toEqual([since("11:00")]);
  expect(idsOf([first, joined])).toEqual([since("11:00")]);
  expect(idsOf([first, joined, other])).toEqual([since("11:00"), since("11:40")]);
  // The first one is closed: what is left of its cause is no news.
  const closed = failing("a", "11:00", "quota", ["11:30", { event: "closed", reason: "by ada" }]);
  expect(idsOf([closed, joined])).toEqual([since("11:00")]);
  expect(idsOf([failing("a", "11:00", "quota", ...again("12:00", "quota")), joined])).toEqual([since("12:09", 2)]);
  const late = failing("d", "13:00", "quota");
  expect(
    idsOf([closed, failing("b", "11:20", "quota", ["11:50", { event: "closed", reason: "by ada" }]), late]),
  ).toEqual([since("13:00")]);
  const call = callOf([first, joined, other]);
  if (call === undefined) throw new Error("nobody is called");
  const news = callMarkdown(partsOfCall(call, [since("11:40")]));
  expect(news).toContain("**c 1.0.0 did not succeed, and needs a person.**");
  expect(news).not.toContain("quota");
});

test("People are called once for each stop of a submission, and once at its end", () => {
  const past = pastOf("running");
  const ids = [
    past,
    [...past, seen("failed")],
    [...past, seen("failed"), seen("exhausted")],
    [...past, seen("failed"), seen("running")],
    [...past, seen("failed"), seen("running"), seen("failed")],
    [...past, seen("failed"), seen("running"), seen("done")],
  ].map((events) => idsOf([standing(events)]));

  expect(ids).toEqual([undefined, [since("10:06")], [since("10:06")], undefined, [since("10:08", 2)], ["ended/1/1"]]);
});

test("The end of a release calls its people although the end of its trial did", () => {
  const trial = submissionKey("sP26a-minbias-simulation", "1.0.0-test.1", undefined);
  const ended = (of: SubmissionKey) => standing([...pastOf("running"), seen("done")], of);

  const ids = [[ended(trial)], [ended(trial), standing(pastOf("running"))], [ended(trial), ended(key)]].map((own) =>
    idsOf(own),
  );

  expect(ids).toEqual([["ended/0/1"], undefined, ["ended/0/2"]]);
});

test("People are called again where a retry failed again before anybody looked, and not while it runs", () => {
  const tried = (attemptNr: number, status: string): SubmissionEvent => ({
    event: "seen",
    verdict: "failed",
    tasks: [aTask("simulate", status, { attemptNr }), aTask("merge", "failed")],
  });
  const retry: SubmissionEvent = { event: "person", verb: "retry", by: "ada", id: "1", reason: "" };
  const past = [...pastOf("running"), tried(1, "failed"), retry];
  const idAfter = (...events: readonly SubmissionEvent[]) => idsOf([standing([...past, ...events])]);

  expect(idAfter(tried(2, "running"))).toEqual([since("10:06")]);
  for (const status of ["failed", "exhausted", "broken", "finished"])
    expect(idAfter(tried(2, status), tried(2, status))).toEqual([since("10:08", 2)]);
  expect(idAfter(tried(2, "running"), tried(2, "failed"), tried(3, "failed"))).toEqual([since("10:10", 3)]);
  expect(idAfter(tried(2, "done"))).toEqual([since("10:06")]);
});

test("The comment about a killed production says who killed it, and asks for nothing that is not to be done", () => {
  const aborted: SubmissionEvent = { event: "seen", verdict: "aborted", tasks: bothTasks("aborted") };
  const kill: SubmissionEvent = { event: "person", verb: "kill", by: "ada", id: "1", reason: "" };
  const order: SubmissionEvent = { event: "commanding", verb: "kill", task: 1, attemptNr: 1, command: "1" };
  const first = (...events: readonly SubmissionEvent[]): string => {
    const call = callOf([standing([...pastOf("running"), ...events])]);
    return call === undefined ? "" : (callMarkdown(call).split("\n")[0] ?? "");
  };

  expect(first(aborted)).toBe(
    "**sP26a-toy 1.0.0 was killed at PanDA, and waits to be closed, or replaced by a new version.**",
  );
  expect(first(kill, order, aborted)).toBe(
    "**sP26a-toy 1.0.0 was killed by ada, and waits to be closed, or replaced by a new version.**",
  );
});

test("A comment about several killed productions says who killed them and why as far as it is the same of all", () => {
  const killed = (tag: string, by: string, reason: string) =>
    standing(
      [
        ...pastOf("running"),
        { event: "person", verb: "kill", by, id: "1", reason },
        { event: "commanding", verb: "kill", task: 1, attemptNr: 1, command: "1" },
        { event: "seen", verdict: "aborted", tasks: bothTasks("aborted") },
      ],
      submissionKey(tag, "1.0.0", undefined),
    );
  const first = (...own: readonly ReturnType<typeof killed>[]) => {
    const call = callOf(own);
    return call === undefined ? undefined : callMarkdown(call).split(", and")[0];
  };

  expect(first(killed("a", "ada", "full"), killed("b", "ada", "full"))).toBe(
    "**2 productions were killed by ada (full)",
  );
  expect(first(killed("a", "ada", "full"), killed("b", "ada", "old"))).toBe("**2 productions were killed by ada");
  expect(first(killed("a", "ada", "full"), killed("b", "bob", "full"))).toBe("**2 productions were killed");
  expect(first(killed("a", "ada", "@bob <b>"))).toBe("**a 1.0.0 was killed by ada (`@bob` `<b>`)");
});

test("A trial beside its release is counted as a trial", () => {
  const trial = standing(pastOf("failed"), submissionKey("sP26a-toy", "1.0.0-test.1", undefined));
  const call = callOf([standing(pastOf("failed")), trial]);
  if (call === undefined) throw new Error("nobody is called");

  expect(callMarkdown(call)).toContain("1 production and 1 trial did not succeed, and need a person");
  expect(statusMarkdown([standing(pastOf("failed")), trial])).toContain("**1 production and 1 trial: 2 failed.**");
  expect(statusMarkdown([trial, trial])).toContain("**2 trials: 2 failed.**");
});

test("The time of a question is when the submission began to ask, whatever is observed later", () => {
  const past = pastOf("running");

  expect(standing([...past, seen("failed"), seen("failed")]).since).toBe(
    at(`10:${String(past.length).padStart(2, "0")}`),
  );
  expect(standing(past).since).toBeUndefined();
});

test("One comment calls people for all submissions that ask, and one that asks for another cause makes another comment", () => {
  const [a, b] = [submissionKey("a", "1.0.0", undefined), submissionKey("b", "1.0.0", undefined)];
  const one = callOf([standing(pastOf("failed"), a), standing(pastOf("running"), b)]);
  const both = callOf([standing(pastOf("failed"), a), standing(pastOf("held"), b)]);
  const ended = callOf([standing(pastOf("done"), a), standing(pastOf("running"), b)]);

  expect(one).toMatchObject({ parts: [{ about: [{ key: a }] }], kind: "failed", about: [{ key: a }] });
  expect(both).toMatchObject({ kind: "person", about: [{ key: a }, { key: b }] });
  expect(both?.parts.map(({ about }) => about.map(({ key: own }) => own))).toEqual([[a], [b]]);
  expect(ended).toBeUndefined();
});

test("The comment that calls people says what happened, mentions the contacts and gives the possible commands", () => {
  const call = callOf([standing(pastOf("failed", { intent: anIntent({ contact: ["@ada", "@sphenix/production"] }) }))]);
  if (call === undefined) throw new Error("nobody is called");

  const [first, , second, , third] = callMarkdown(call).split("\n");
  expect(first).toBe("**sP26a-toy 1.0.0 did not succeed, and needs a person.**");
  expect(second).toBe("@ada @sphenix/production");
  expect(third).toMatch(/^\*\*sP26a-toy 1\.0\.0\*\*: failed, /);
  expect(callMarkdown(call)).toContain("`/shrek retry sP26a-toy@1.0.0`");
});

test.each(["@ada\n# hello", "@ada @bob", "ada", "@-ada", "@ada/../x", "@ada/_x_", "@", "<b>"])(
  "The contact %j is invalid and mentions no person",
  (contact) => {
    const call = callOf([standing(pastOf("held", { intent: anIntent({ contact: [contact] }) }))]);
    if (call === undefined) throw new Error("nobody is called");

    expect(callMarkdown(call).split("\n")[2]).toMatch(/^`.*`$/);
  },
);

test("An intent of an earlier SHREK mentions no person, and text of strangers mentions none", () => {
  const withheld: readonly SubmissionEvent[] = [
    { event: "intended", intent: anIntent({ contact: [] }), attempt: 1 },
    { event: "held", reason: "approved by @mallory" },
  ];
  const call = callOf([standing(withheld)]);
  if (call === undefined) throw new Error("nobody is called");

  const text = callMarkdown(call);
  expect(text.split("\n")[0]).toBe("**sP26a-toy 1.0.0 needs a person.**");
  expect(text.replace(/`[^`]*`/g, "")).not.toContain("@");
});

test("Persons who may approve are mentioned, and the author who may not approve is informed", () => {
  const withheld: readonly SubmissionEvent[] = [
    { event: "intended", intent: anIntent({ contact: ["@ada"] }), attempt: 1 },
    { event: "held", reason: "no approval; @grace may approve exactly this", whose: ["grace"] },
  ];
  const one = standing(withheld);
  const call = callOf([one]);
  if (call === undefined) throw new Error("nobody is called");

  expect(callMarkdown(call).split("\n")[2]).toBe("@grace may approve exactly this. @ada: for your information.");
  expect(statusMarkdown([one])).toContain(
    "`@grace` can write this in a new comment here; it approves exactly this content, or releases the hold:",
  );
});

test("The mail about a payload that failed in every job says to correct the payload first, with the log of one job", () => {
  const record: SubmissionEvent = {
    event: "recorded",
    steps: [
      {
        ...{ step: "simulate", task: 1, kind: "all", count: 9, first: 1, last: 9, sites: { BNL: 9 }, outputs: {} },
        failures: { "payload, exit code 1": 9 },
        failedJobs: { "payload, exit code 1": 907 },
      },
    ],
  };
  const failed = standing([...pastOf("failed", { intent: anIntent({ contact: ["@ada"] }) }), record]);
  const call = callOf([failed]);
  if (call === undefined) throw new Error("nobody is called");

  for (const text of [callMarkdown(call), statusMarkdown([failed])]) {
    expect(text).toMatch(/\[Log of job 907\]\(\S+pandaid=907\), or `shrek logs sP26a-toy@1\.0\.0\/simulate`\./);
    expect(text.indexOf("shrek bump productions/toy")).toBeGreaterThan(0);
    expect(text.indexOf("shrek bump")).toBeLessThan(text.indexOf("/shrek retry"));
  }
  expect(statusMarkdown([failed])).toContain("`supersedes: [1.0.0]` in it closes this version");
  expect(statusMarkdown([failed])).not.toContain("Write this in a new comment");
  expect(statusMarkdown([failed])).not.toContain("/shrek kill");
});

test("The comment that calls people about 300 productions fits on GitHub", () => {
  const all = Array.from({ length: 300 }, (_, index) =>
    standing(pastOf("failed"), submissionKey(`sP26a-${"long".repeat(10)}-${index}`, "1.0.0", undefined)),
  );
  const call = callOf(all);
  if (call === undefined) throw new Error("nobody is called");

  expect(callMarkdown(call).length).toBeLessThan(65_536);
  expect(callMarkdown(call)).toContain("and 297 more");
});
