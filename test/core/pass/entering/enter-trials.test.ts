import { expect, test } from "vitest";
import { type CommandAsked, parseCommand } from "../../../../action/core/command/parse-command.ts";
import type { SubmissionEvent, SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import type { TrialCommand } from "../../../../action/core/ledger/main-event.ts";
import { streamOfTrial } from "../../../../action/core/ledger/make-intent.ts";
import { enterTrials } from "../../../../action/core/pass/entering/enter-trials.ts";
import { plannedEvents } from "../../../../action/core/pass/planned.ts";
import type { MachineReads } from "../../../../action/core/pass/reads.ts";
import { Outage } from "../../../../action/core/problems/failure.ts";
import { trialConfirmation, wantedOf } from "../../../../action/core/submission/trial-confirmation.ts";
import { textFile } from "../../../../action/core/text/source-file.ts";
import { aRequest, aStep, conventionsBytes, type Draft, valid } from "../../a-production.ts";
import { aSubmission } from "../../submission/a-submission.ts";
import { aPlan, aPlanning } from "../a-planning.ts";
import { aTree, type Texts } from "../a-tree.ts";
import { type Answers, given } from "../answers.ts";

const head = "a".repeat(40);
const root = "productions/conventions.yaml";
const rules = `${new TextDecoder().decode(conventionsBytes)}\npolicy: { trials: { jobs: 20 } }\n`;
const [tag, bottom] = ["sP26a-hfcharm-signal", "sP26a-hfbottom-signal"];
const mine = "productions/p/production.yaml";
const theirs = "productions/q/production.yaml";
const seeded = { simulate: aStep({ seed: { stream: "toy" } }) };
const text = (change: Draft = {}): string => JSON.stringify(aRequest({ steps: seeded, ...change }));
const ofBottom = text({ tag: { campaign: "sP26a", physics: "hfbottom", stage: "signal" } });
const trialOf = (number: number, version = "1.0.0", of = tag): SubmissionKey =>
  submissionKey(of, `${version}-test.${number}`, undefined);

const asked = (words: string): CommandAsked => {
  const command = parseCommand(words);
  if (command.kind !== "command") throw new Error(command.kind);
  return command;
};
/** Said in comment `id`, and confirmed in the next one. */
const orderOf = (words: string, id = 11): TrialCommand => ({
  ...{ pullRequest: 7, head, by: "ada", id: `${id + 1}` },
  confirms: trialConfirmation(`${id}`, asked(words), { pullRequest: 7, head }),
  ...wantedOf(asked(words)),
});

type World = {
  readonly words?: readonly string[];
  /** What the branch holds, and what of it it changed. */
  readonly texts?: Texts;
  readonly changed?: readonly string[];
  readonly known?: readonly SubmissionKey[];
  readonly validated?: Partial<Awaited<ReturnType<MachineReads["validatedTrial"]>>>;
  readonly planned?: SubmissionKey;
  readonly approvals?: "assumed";
  readonly answers?: Answers;
};
/** What is answered to orders of ada, who may write, on the head of pull request 7. */
const entered = async (world: World = {}) => {
  const { words = ["/shrek trial"], known = [], answers = {}, planned: waiting } = world;
  const texts = { [root]: rules, [mine]: text(), ...world.texts };
  const orders = words.map((one, at) => orderOf(one, 11 + 10 * at));
  const { planning, said } = aPlanning("main", { approvals: world.approvals ?? "asked" });
  const ledger = { ...planning.ledgerHead, trials: orders };
  const comment = (body: string) => ({
    body,
    login: "ada",
    pullRequest: 7,
    at: "2026-03-01T10:00:00Z",
    editor: undefined,
  });
  const comments = new Map(
    orders.flatMap(({ id, confirms }, at) => [
      [Number(id) - 1, comment(words[at] ?? "")],
      [Number(id), comment(`/shrek yes ${confirms}`)],
    ]),
  );
  const at = <T>(commit: string, answer: T): T => {
    expect(commit).toBe(head);
    return answer;
  };
  const tree = aTree(head, texts);
  const folders = Object.keys(texts).flatMap((path) => (path.endsWith("/production.yaml") ? [path.slice(0, -16)] : []));
  const facts: Answers = {
    comment: (id) => comments.get(id),
    openPull: () => ({ head, into: "main", isOwn: true }),
    fetch: () => true,
    holds: () => true,
    changedSinceMain: (one) => at(one, world.changed ?? [mine]),
    productions: (one) => at(one, folders),
    production: tree.production,
    request: tree.production,
    files: (_, paths) =>
      paths.flatMap((path) => (path === root ? [{ kind: "file" as const, ...textFile(path, rules) }] : [])),
    ruleChanges: () => [{ commit: "first", at: "2026-01-01T10:00:00Z", paths: [root] }],
    permission: (login) => (login === "ada" ? "write" : "none"),
    submissions: (_, ...tags) => (tags.join() === tag ? known : []),
    validatedTrial: ({ folder, version, at: commit, tag: of }) => {
      expect([folder, commit, of]).toEqual(["productions/p", head, tag]);
      const request = aRequest({ version, steps: seeded });
      return { valid: valid(request, { folder }), problems: [], ...world.validated } as never;
    },
    seeds: (_, streams) => new Map(streams.map((stream) => [stream, stream === streamOfTrial("toy") ? 100 : 900])),
    packed: () => ({ renderingDigest: "1".repeat(64), archive: new Uint8Array([1]) }) as never,
    ...answers,
  };
  const states = waiting === undefined ? [] : [[waiting, aSubmission("intended")] as const];
  const { planned, tried } = await given(facts, (reads) =>
    enterTrials({ ...planning, ledgerHead: ledger, ...reads, github: planning.github }, aPlan(...states)),
  );
  return { ...tried, orders, said, whys: planned.parts.map(({ why }) => why), events: plannedEvents(planned) };
};
/** Why the only order came to nothing. */
const refusal = async (world: World): Promise<string | undefined> => {
  const { entries, refused, main, orders, whys, events } = await entered(world);
  const reason = refused[0]?.reason;
  expect({ entries, refused, whys, events }).toEqual({
    ...{ entries: [], refused: [{ ...orders[0], reason }], whys: ["Trial of pull request #7"], events: [] },
  });
  expect(main).toEqual([{ event: "trial-answered", confirms: orders[0]?.confirms, refused: reason }]);
  return reason;
};
const versions = (found: Awaited<ReturnType<typeof entered>>) => found.entries.map(({ key }) => key);
const intents = ({ events }: Awaited<ReturnType<typeof entered>>) =>
  events.flatMap(([, event]: readonly [SubmissionKey, SubmissionEvent]) =>
    event.event === "intended" ? [event.intent] : [],
  );

test("An order of a trial becomes an intent of what the head holds, and its answer stands in the same commit", async () => {
  const found = await entered();
  const [order] = found.orders;
  const { contentDigest } = valid(aRequest({ steps: seeded }), { folder: "productions/p" }).production;

  expect({ ...found, events: found.events.map(([key, { event }]) => [key, event]) }).toEqual({
    ...{ orders: found.orders, said: [], refused: [], entries: [{ key: trialOf(1), commit: head }] },
    main: [{ event: "trial-answered", confirms: order?.confirms, entered: trialOf(1) }],
    ...{ whys: [`Trial of pull request #7: ${trialOf(1)}`], events: [[trialOf(1), "intended"]] },
  });
  expect(intents(found)).toMatchObject([
    {
      ...{ commit: head, validatedAt: head, requester: "ada", pullRequest: 7 },
      approval: "a trial, ordered by ada in comment 12",
      trial: { ...order, of: contentDigest },
      seeds: [{ stream: streamOfTrial("toy"), first: 101, count: 10 }],
    },
  ]);
});

test("Each order of a trial takes the next number and the next seeds, behind those of the ledger and of this plan", async () => {
  const other = trialOf(9, "1.0.0", bottom);
  const two = await entered({ words: ["/shrek trial", "/shrek trial jobs=2"] });

  expect(versions(two)).toEqual([trialOf(1), trialOf(2)]);
  expect(intents(two).map(({ seeds }) => seeds[0]?.first)).toEqual([101, 111]);
  expect(two.main).toHaveLength(2);
  expect(versions(await entered({ known: [trialOf(3), trialOf(7, "1.1.0")] }))).toEqual([trialOf(4)]);
  expect(versions(await entered({ planned: trialOf(5) }))).toEqual([trialOf(6)]);
  expect(versions(await entered({ planned: other }))).toEqual([trialOf(1)]);
  expect(versions(await entered({ texts: { [mine]: text({ version: "1.0.0-test.4" }) } }))).toEqual([trialOf(5)]);
});

test("A forecast answers no order of a trial", async () => {
  expect(await entered({ approvals: "assumed" })).toMatchObject({ entries: [], main: [], refused: [], whys: [] });
});

test("An order of a trial waits while GitHub cannot be asked about it, and the next order is answered", async () => {
  const away = new Outage("GitHub is away.", { wayOut: "Wait." });
  const answers: Answers = { comment: () => away };

  expect(await entered({ answers })).toMatchObject({
    ...{ said: ["The trial of pull request #7 waits: GitHub is away. Wait."], entries: [], main: [], refused: [] },
  });
});

const both = { [theirs]: ofBottom };
const bad = text({ version: 5, nonsense: 1 });
const error = (line: number, severity: "error" | "warning" = "error") =>
  ({ severity, code: "x", file: mine, line, col: 1, message: `fault ${line}` }) as never;

test.each<readonly [string, World, string]>([
  ["nobody ordered", { answers: { comment: () => undefined } }, "there is no comment 12 on GitHub"],
  ["a branch that changes no production", { changed: ["README.md"] }, "it changes no production"],
  ["a name on such a branch", { changed: ["README.md"], words: [`/shrek trial ${tag}`] }, "it changes no production"],
  ["two productions", { texts: both, changed: [mine, theirs] }, `it changes ${tag} and ${bottom}: name one of them`],
  [
    "one that it does not change",
    { texts: both, changed: [mine, theirs], words: ["/shrek trial sP26a-other"] },
    `it changes no production sP26a-other, but ${tag} and ${bottom}`,
  ],
  [
    "rules beside a request",
    { changed: [root, mine] },
    `This pull request changes ${root} and ${mine}: rules and productions cannot change in one pull request.`,
  ],
  [
    "somebody without the right",
    { answers: { permission: () => "read" } },
    "trial needs write permission on this repository.",
  ],
  [
    "other rules than those of main",
    { texts: { [root]: rules.replace("jobs: 20", "jobs: 90") } },
    "the conventions above productions/p are not those that were approved on main: merge main into the branch",
  ],
  ["a step that it has not", { words: ["/shrek trial step=x"] }, `${tag} has no step x; it has simulate.`],
  [
    "more than one",
    { validated: { valid: undefined, problems: [error(1, "warning"), error(2), error(3)] } },
    `the request of the trial is refused: ${mine}:2: fault 2`,
  ],
  [
    "what is refused without a word",
    { validated: { valid: undefined } },
    "the request of the trial is refused: the check gives no reason",
  ],
  ["a run of one without", { words: [`/shrek trial ${tag}#5`] }, `${tag} has no runs: name it without one`],
])("An order of %s is answered with the reason", async (_, world, reason) => {
  expect(await refusal(world)).toBe(reason);
});

test("A trial of a request that cannot be accepted is refused with the place, and a request beside it can be tried", async () => {
  const texts = { [theirs]: bad };

  expect(await refusal({ texts: { [mine]: bad } })).toMatch(
    /^a request that it changes is refused: productions\/p\/production\.yaml:1: Unknown key `nonsense`/,
  );
  expect(versions(await entered({ texts, changed: [mine, theirs] }))).toEqual([trialOf(1)]);
  expect(await refusal({ texts, changed: [mine, theirs], words: ["/shrek trial sP26a-other"] })).toMatch(
    /^a request that it changes is refused: productions\/q\/production\.yaml:1: /,
  );
});

test("A trial of a production with runs tries the run that the order names", async () => {
  const folder = "productions/p";
  const request = { runs: { list: "runs.txt" }, steps: { simulate: aStep({ jobs: 2 }) } };
  const lines = "run events\n66001 5\n66002 6\n";
  const texts = { [mine]: text(request), [`${folder}/runs.txt`]: lines };
  const answers: Answers = {
    validatedTrial: ({ version }) => {
      const files = [textFile("runs.txt", lines)];
      return { valid: valid(aRequest({ ...request, version }), { folder, files }), problems: [] };
    },
  };

  expect(versions(await entered({ texts, answers, words: [`/shrek trial ${tag}#66002`] }))).toEqual([
    submissionKey(tag, "1.0.0-test.1", 66002),
  ]);
  for (const words of ["/shrek trial", `/shrek trial ${tag}#5`])
    expect(await refusal({ texts, answers, words: [words] })).toBe(
      `${tag} has one submission a run: name a run of its list, such as ${tag}#66001`,
    );
});

test("A trial of more jobs than the rules allow is refused with what may be asked for instead", async () => {
  const large = valid(aRequest({ version: "1.0.0-test.1", steps: { simulate: aStep({ jobs: 21 }) } }), {
    folder: "productions/p",
  });

  expect(await refusal({ validated: { valid: large } as never })).toBe(
    `It has 21 jobs, and ${root} allows 20 for a trial: ask for fewer with jobs=, or stop at an earlier step with step=.`,
  );
});

test("A branch that changes a shared file tries the production that uses it, and no other", async () => {
  const file = { kind: "file" as const, ...textFile("macros/a.C", "x") };
  const steps = { simulate: aStep({ resources: ["shared:macros/*.C"] }) };
  const using = { steps, tag: { campaign: "sP26a", physics: "hfbottom", stage: "signal" } };
  const tree = aTree(head, { [root]: rules, [mine]: text(), [theirs]: text(using) });
  const made = { folder: "productions/q", shared: [textFile("macros/a.C", "x")] };
  const answers: Answers = {
    productions: () => ["productions/p", "productions/q"],
    request: tree.production,
    production: (...about) => ({ ...tree.production(...about), shared: [file] }),
    validatedTrial: ({ version }) => ({ valid: valid(aRequest({ ...using, version }), made), problems: [] }),
  };

  expect(versions(await entered({ answers, changed: ["productions/_shared/macros/a.C"] }))).toEqual([
    trialOf(1, "1.0.0", bottom),
  ]);
});
