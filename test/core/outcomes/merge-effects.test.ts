import { expect, test } from "vitest";
import { type SubmissionEvent, type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import { noApproval } from "../../../action/core/ledger/held-by.ts";
import { beforeLedger } from "../../../action/core/ledger/line.ts";
import { isSupersedable, type OnMerge, onMerge, superseding } from "../../../action/core/outcomes/merge-effects.ts";
import type { Production } from "../../../action/core/production/production.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import { aRequest, aStep, valid } from "../a-production.ts";
import { anIntent, bothTasks, foldOf, pastOf } from "../submission/a-submission.ts";
import { eventsOfMerge } from "./events-of-merge.ts";

const version = (name: string, jobs = 10): Production =>
  valid(aRequest({ version: name, steps: { simulate: aStep({ jobs }) } })).production;
const [older, newer] = [version("1.1.0"), version("1.2.0", 20)];
const { tag } = newer;

const ended = (of: Production, kind: StateKind, ...more: readonly SubmissionEvent[]): SubmissionState => {
  const { version: name, contentDigest } = of;
  return foldOf([...pastOf(kind, { intent: anIntent({ tag, version: name, contentDigest }) }), ...more]);
};
const states = (
  ...all: readonly (readonly [Production, SubmissionState])[]
): ReadonlyMap<SubmissionKey, SubmissionState> =>
  new Map(all.map(([of, state]) => [submissionKey(tag, of.version, undefined), state]));
const merged = (
  before: readonly Production[],
  after: readonly Production[],
  ...known: readonly (readonly [Production, SubmissionState])[]
) => told(onMerge({ before, after }, states(...known), eventsOfMerge(after, states(...known))));

const told = ({ effects, problems }: OnMerge) => ({ effects: effects.map(({ words }) => words), problems });

const running = ended(newer, "submitted", { event: "seen", verdict: "running", tasks: bothTasks("running") });

test("The plan of a deletion of what was just submitted says that its tasks may be at PanDA", () => {
  expect(merged([newer], [], [newer, ended(newer, "submitted")]).effects).toEqual([
    `removes ${tag} 1.2.0 from main, but its tasks may be at PanDA; they go on until you choose keep or drop`,
  ]);
});

test("The plan of a revert says what goes on running, and that the older content is not submitted again", () => {
  expect(merged([newer], [older], [older, ended(older, "done")], [newer, running])).toEqual({
    effects: [
      `removes ${tag} 1.2.0 from main, but 2 of 2 tasks run; they go on until you choose keep or drop`,
      `brings ${tag} 1.1.0 back to main; it was submitted before, nothing is submitted`,
    ],
    problems: [],
  });
});

test("The deletion of a version that was never called withdraws the version, and that of a finished one has no effect", () => {
  expect(merged([newer], [], [newer, ended(newer, "held")]).effects).toEqual([
    `withdraws ${tag} 1.2.0, which was not submitted`,
  ]);
  expect(merged([newer], [], [newer, ended(newer, "done")]).effects).toEqual([]);
});

test("A newer version replaces a version that was never called, and leaves a running one alone", () => {
  const next = version("2.0.0", 30);

  expect(merged([newer], [next], [newer, ended(newer, "held")]).effects).toEqual([
    `takes the place of ${tag} 1.2.0, which was not submitted`,
  ]);
  expect(merged([newer], [next], [newer, running])).toEqual({ effects: [], problems: [] });
});

test("The plan of a newer version says that an unapproved older version must be reviewed as a whole", () => {
  const next = version("2.0.0", 30);
  const { version: name, contentDigest } = newer;
  const withheld = foldOf(
    pastOf("held", { intent: anIntent({ tag, version: name, contentDigest, approval: noApproval }) }),
  );

  expect(merged([newer], [next], [newer, withheld]).effects).toEqual([
    `takes the place of ${tag} 1.2.0, which nobody approved: all that it brought is new here too, so review the whole request and not only what changed`,
  ]);
});

test("A folder that only moves, or whose README changes, has no effect on submissions", () => {
  expect(merged([newer], [{ ...newer, folder: "elsewhere" }], [newer, running])).toEqual({
    effects: [],
    problems: [],
  });
});

test("Content of a version that ended before its call to PanDA is a problem, and the way out is to raise the version", () => {
  expect(
    merged([], [newer], [newer, ended(newer, "held", { event: "withdrawn", data: "keep" })]).problems,
  ).toMatchObject([
    {
      code: "version-ended",
      severity: "error",
      message: `${tag} 1.2.0 was withdrawn: the merge would not submit it.`,
      hint: "raise the version",
    },
  ]);
  const skipped = foldOf([{ event: "skipped", reason: "replaced before any submission by 1.3.0" }]);
  expect(merged([older], [newer], [newer, skipped]).problems).toMatchObject([{ code: "version-ended" }]);
});

test("Content of a version from before the ledger began is no problem", () => {
  const { content, contentDigest } = anIntent();
  const history = foldOf([{ event: "skipped", reason: beforeLedger, held: { content, contentDigest } }]);

  expect(merged([newer], [older], [older, history])).toEqual({
    effects: [`brings ${tag} 1.1.0 back to main; nothing is submitted`],
    problems: [],
  });
});

test("A version that an earlier SHREK recorded without its content is reported as unknown", () => {
  const history = foldOf([{ event: "skipped", reason: beforeLedger }]);

  expect(merged([older], [version("1.1.0", 11)], [older, history])).toEqual({
    effects: [
      `does not submit ${tag} 1.1.0: the ledger has it without its content, so nobody knows whether it changed`,
    ],
    problems: [],
  });
});

test("A change of `submit` for a version on the ledger gets the right command, and submits no version", () => {
  const said = (submit: string, state: SubmissionState, now?: string) => {
    const [was, is] = [submit, now].map(
      (word) => valid(aRequest(word === undefined ? {} : { submit: word })).production,
    );
    if (was === undefined || is === undefined) throw new Error("unreachable");
    return merged([was], [is], [is, state]).problems.map(({ code, hint }) => `${code}: ${hint}`);
  };
  const [held, sent] = [ended(version("1.0.0"), "held"), ended(version("1.0.0"), "done")];
  const never = foldOf([{ event: "skipped", reason: "the request says submit: never" }]);

  expect(said("hold", held)).toEqual([
    `submit-changed: leave submit: hold, and comment \`/shrek submit ${tag}@1.0.0\`; or raise the version`,
  ]);
  expect(said("never", never)).toEqual([
    'submit-changed: raise the version; where nothing else changes, with acknowledge: [{ code: version-without-change, reason: "why" }]',
  ]);
  expect(said("never", never, "hold")).toHaveLength(1);
  const before = foldOf([{ event: "skipped", reason: beforeLedger }]);
  expect([said("hold", before).length, said("hold", before, "hold").length, said("auto", before).length]).toEqual([
    1, 0, 0,
  ]);
  expect([...said("hold", held, "hold"), ...said("never", never, "never"), ...said("hold", sent)]).toEqual([]);
  expect(said("hold", { kind: "none" })).toEqual([]);
});

test("The plan of a change to `submit: hold` says that recorded submissions go on, and names the command that stops them", () => {
  const [auto, hold] = [{}, { submit: "hold" }].map((more) => valid(aRequest(more)).production);
  if (auto === undefined || hold === undefined) throw new Error("unreachable");
  const of = (kind: StateKind) =>
    merged([auto], [hold], [hold, ended(hold, kind)]).problems.map(({ severity, hint }) => `${severity}: ${hint}`);

  expect(of("intended")).toEqual([`warning: comment \`/shrek withdraw keep ${tag}@1.0.0\` to stop it`]);
  expect([...of("held"), ...of("done"), ...of("running")]).toEqual([]);
});

test("Another number of wanted events counts from the next version on, and is refused for one on the ledger", () => {
  const of = (events?: number) =>
    valid(aRequest({ version: "1.2.0", ...(events === undefined ? {} : { events }) })).production;
  const said = (was: Production, is: Production, state: SubmissionState = ended(is, "running")) =>
    merged([was], [is], [is, state]).problems.map(({ code, hint }) => `${code}: ${hint}`);

  expect(said(of(5000), of(8000))).toEqual(["events-changed: events: 5000, or change it with the next version"]);
  expect(said(of(), of(8000))).toEqual(["events-changed: remove `events`, or change it with the next version"]);
  expect(said(of(5000), of())).toHaveLength(1);
  expect([...said(of(5000), of(5000)), ...said(of(5000), of(8000), { kind: "none" })]).toEqual([]);
});

test("A change of `supersedes` for a version on the ledger supersedes no more and no fewer versions", () => {
  const of = (supersedes?: readonly string[]) =>
    valid(aRequest({ version: "1.2.0", ...(supersedes === undefined ? {} : { supersedes }) })).production;
  const problems = (was: Production, is: Production, state: SubmissionState = ended(is, "running")) =>
    merged([was], [is], [is, state]).problems.map(({ code }) => code);

  expect(problems(of(), of(["1.0.0"]))).toEqual(["supersedes-changed"]);
  expect(problems(of(["1.0.0", "1.1.0"]), of(["1.0.0"]))).toEqual(["supersedes-changed"]);
  expect(problems(of(["1.0.0"]), of(), ended(of(), "done"))).toEqual(["supersedes-changed"]);
  expect(problems(of(["1.0.0", "1.1.0"]), of(["1.1.0", `${tag}@1.0.0`]))).toEqual([]);
  expect(problems(of(), of(["1.0.0"]), { kind: "none" })).toEqual([]);
});

test("A reason to make the same again that remains in a request lets no later version make the sample again", () => {
  const of = (name: string, reason?: string, jobs = 10) =>
    valid(
      aRequest({
        version: name,
        ...(reason === undefined ? {} : { acknowledge: [{ code: "version-without-change", reason }] }),
        steps: { simulate: aStep({ jobs }) },
      }),
    ).production;
  const problems = (was: Production, is: Production) => merged([was], [is]).problems.map(({ message }) => message);

  expect(problems(of("1.0.1", "a disk was lost"), of("1.0.2", "a disk was lost"))).toEqual([
    `${tag} 1.0.2 would make 1.0.1 again, with the reason that 1.0.1 has.`,
  ]);
  expect(problems(of("1.0.1", "a disk was lost"), of("1.0.2", "and another"))).toEqual([]);
  expect(problems(of("1.0.0"), of("1.0.1", "a disk was lost"))).toEqual([]);
  expect(problems(of("1.0.1", "a disk was lost"), of("1.1.0", "a disk was lost", 20))).toEqual([]);
});

test("Runs of one version are described once in a plan, with a command for all of them", () => {
  const runOf = (run: number, submit: string): Production => {
    const { production } = valid(aRequest({ submit }));
    return { ...production, run, contentDigest: `${run}` };
  };
  const held = (one: Production): readonly [SubmissionKey, SubmissionState] => [
    submissionKey(tag, "1.0.0", one.run),
    ended(one, "held"),
  ];
  const after = [66001, 66002].map((run) => runOf(run, "auto"));

  const { problems } = onMerge(
    { before: [66001, 66002].map((run) => runOf(run, "hold")), after },
    new Map(after.map(held)),
    [],
  );

  expect(problems.map(({ hint }) => hint)).toEqual([
    `leave submit: hold, and comment \`/shrek submit ${tag}@1.0.0#*\`; or raise the version`,
  ]);
});

test("A plan names the productions that read superseded data", () => {
  expect(superseding(newer, older, [{ tag: "reader", version: "3.0.0" }]).words).toBe(
    `supersedes ${tag} 1.1.0 when ${tag} 1.2.0 is done; it is read by reader 3.0.0`,
  );
  expect(superseding(newer, older, []).words).toContain("no production here reads it");
});

test("A version that is superseded already, or ended otherwise, is not said to be superseded by an extension of its heir", () => {
  const known = (state: SubmissionState) => isSupersedable(older, states([older, state]));

  expect(isSupersedable(older, new Map())).toBe(true);
  expect((["done", "running", "failed"] as const).map((kind) => known(ended(older, kind)))).toEqual([true, true, true]);
  expect(known(ended(older, "done", { event: "superseded", by: `${tag} 1.2.0` }))).toBe(false);
  expect(known(ended(older, "withdrawn"))).toBe(false);
});

test("The plan of a newer version says that an older one is failed, and which command closes the older one", () => {
  const before = version("1.1.0");
  const failed = ended(before, "failed");
  const heir = valid(aRequest({ version: "1.2.0", supersedes: ["1.1.0"] })).production;
  if (heir === undefined) throw new Error("unreachable");

  expect(merged([before], [version("1.2.0", 11)], [before, failed]).effects).toEqual([
    `leaves ${tag} 1.1.0 as it stands, failed: \`supersedes: [1.1.0]\` in the new request closes it when the new version is done`,
  ]);
  expect(merged([before], [heir], [before, failed]).effects).toEqual([]);
  expect(merged([before], [version("1.2.0", 11)], [before, ended(before, "done")]).effects).toEqual([]);
});
