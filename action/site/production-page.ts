import { utcMinute } from "../core/markdown/utc.ts";
import { sizeText } from "../core/text/amounts.ts";
import type {
  RunsPart,
  SiteIndex,
  StepData,
  SubmissionData,
  TagData,
  VersionData,
} from "../core/view/site/site-data.ts";
import { coursePlot } from "./course-plot.ts";
import { fetchJson, siteIndex } from "./data.ts";
import { amount, el, linkTo, meter, none, stateMark, tableOf, toCampaign, toProduction, withCode } from "./dom.ts";
import { factsPart } from "./facts-part.ts";
import { stepGraph } from "./step-graph.ts";

/** A tag, one of its versions, or one of its runs; without a version the newest. */
export const showProduction = async ([tag = "", wanted, run]: readonly string[]): Promise<readonly Node[]> => {
  const [index, data] = await Promise.all([siteIndex(), fetchJson<TagData>(`data/of/${tag}.json`)]);
  const version = data.versions.find((one) => wanted === undefined || one.version === wanted);
  if (version === undefined) throw new Error(`${tag} has no version ${wanted}`);
  const submission = run === undefined ? version.submission : await runOf(version, run);
  return [
    el("h1", {}, `${tag} ${version.version}${run === undefined ? "" : ` #${run}`}`),
    ...data.campaigns.map((name) => el("p", {}, "In campaign ", linkTo(toCampaign(name), name))),
    ...(submission === undefined ? [] : submissionParts(index, submission)),
    ...runsParts(tag, version),
    ...versionsParts(tag, data, version),
    ...(submission === undefined ? [] : historyParts(submission)),
  ];
};

const runOf = async ({ version, runs = [] }: VersionData, run: string): Promise<SubmissionData> => {
  const part = runs.find((one) => one.runs.some(([number]) => String(number) === run));
  const found =
    part === undefined ? undefined : (await fetchJson<Readonly<Record<string, SubmissionData>>>(part.path))[run];
  if (found === undefined) throw new Error(`version ${version} has no run ${run}`);
  return found;
};

const submissionParts = (index: SiteIndex, one: SubmissionData): readonly Node[] => [
  el(
    "p",
    { class: "lead" },
    stateMark(one.state, one.phase, one.asks),
    " ",
    one.words,
    ". ",
    el("small", {}, `Since ${utcMinute(one.since)}`),
  ),
  ...one.notes.map((note) => el("p", { class: "note" }, note)),
  ...(one.commands.length === 0
    ? []
    : [
        el("h2", {}, "What a person can say"),
        el(
          "dl",
          { class: "commands" },
          ...one.commands.flatMap(({ line, does }) => [
            el("dt", {}, el("code", {}, line)),
            el("dd", {}, withCode(does)),
          ]),
        ),
      ]),
  ...stepsParts(one),
  ...failuresParts(one.steps),
  ...filesParts(one),
  ...factsPart(index, one),
];

const stepsParts = ({ steps, asked }: SubmissionData): readonly Node[] => {
  if (steps.length === 0) return [];
  const plot = coursePlot(steps);
  return [
    el("h2", {}, "Steps"),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Graph of the steps" }, stepGraph(steps)),
    tableOf(
      "Steps",
      ["Step", "Task", "Status", "Inputs done", "Failed", "Jobs"],
      steps.map(({ step, task, done, inputs, failed, jobs }) => [
        step,
        task === undefined ? "" : linkTo(`${asked?.monitor ?? ""}/task/${task.id}/`, String(task.id)),
        task === undefined
          ? "not at PanDA"
          : [
              task.status,
              ...(task.site === "" ? [] : [` at ${task.site}`]),
              ...(task.dialog === "" ? [] : [el("small", { class: "dialog" }, task.dialog)]),
            ],
        meter(done, inputs, `${amount(done)} of ${amount(inputs)}`),
        failed === 0 ? "" : amount(failed),
        jobs === null ? "unknown" : amount(jobs),
      ]),
      "cards",
    ),
    ...(plot === undefined ? [] : [el("h2", {}, "Progress"), plot]),
  ];
};

const failuresParts = (steps: readonly StepData[]): readonly Node[] => {
  const failed = steps.filter(({ failures }) => failures.length > 0);
  if (failed.length === 0) return [];
  return [
    el("h2", {}, "Failures"),
    ...failed.map(({ step, failures }) =>
      el(
        "section",
        { class: "failures" },
        el("h3", {}, step),
        ...failures.map(({ failure, jobs, said }) => failurePart(failure, jobs, said)),
      ),
    ),
  ];
};

export const failurePart = (failure: string, jobs: number, said: string | undefined): HTMLElement =>
  said === undefined
    ? el("p", {}, el("b", {}, amount(jobs)), ` ${failure}`)
    : el(
        "details",
        {},
        el("summary", {}, el("b", {}, amount(jobs)), ` ${failure}`),
        el("pre", { tabindex: "0" }, said),
      );

const filesParts = ({ card, steps }: SubmissionData): readonly Node[] => {
  const rows = [
    ...steps.flatMap(({ step, datasets }) =>
      datasets.map(({ dataset, files, bytes }) => [
        step,
        el("code", {}, dataset),
        amount(files),
        bytes === null ? "unknown" : sizeText(bytes),
        "PanDA",
      ]),
    ),
    ...(card?.steps ?? []).flatMap(({ step, arrived }) =>
      arrived.map(({ did, files, bytes }) => [step, el("code", {}, did), amount(files), sizeText(bytes), "Rucio"]),
    ),
  ];
  return rows.length === 0
    ? []
    : [el("h2", {}, "Files"), tableOf("Files", ["Step", "Dataset", "Files", "Size", "As counted by"], rows, "cards")];
};

const runsParts = (tag: string, { version, runs = [] }: VersionData): readonly Node[] =>
  runs.length === 0
    ? []
    : runsList(
        tag,
        version,
        runs.flatMap((part) => part.runs),
      );

const runsList = (tag: string, version: string, runs: RunsPart["runs"]): readonly Node[] => {
  const states = [...Map.groupBy(runs, ([, state]) => state)].map(
    ([state, { length }]) => `${amount(length)} ${state}`,
  );
  return [
    el("h2", {}, "Runs"),
    el("p", { class: "count" }, `${amount(runs.length)} in all: ${states.join(", ")}`),
    el(
      "ul",
      { class: "runs" },
      ...runs.map(([run, state]) =>
        el("li", { class: "run" }, linkTo(toProduction(tag, version, run), String(run)), " ", el("small", {}, state)),
      ),
    ),
  ];
};

const versionsParts = (tag: string, { versions }: TagData, shown: VersionData): readonly Node[] =>
  versions.length < 2
    ? []
    : [
        el("h2", {}, "Versions"),
        ...versions.map((one) =>
          el(
            "details",
            one === shown ? { open: "" } : {},
            el(
              "summary",
              {},
              el("b", {}, one.version),
              " ",
              one.submission === undefined
                ? ""
                : stateMark(one.submission.state, one.submission.phase, one.submission.asks),
            ),
            ...(one === shown ? [] : [el("p", {}, linkTo(toProduction(tag, one.version), `Show ${one.version}`))]),
            changesPart(one),
          ),
        ),
      ];

const changesPart = ({ version, changes }: VersionData): Node => {
  if (changes === undefined) return none("Compared with nothing: it is the first, or what was asked is not known.");
  if (changes.rows.length === 0) return none(`Nothing that runs changed since ${changes.against}.`);
  return tableOf(
    `What ${version} changes`,
    ["Where", "What", `Was in ${changes.against}`, "Is", "Needs"],
    changes.rows.map(({ place, what, was, is, needs }) => [
      place,
      what,
      el("code", {}, was),
      el("code", {}, is),
      needs,
    ]),
    "cards",
  );
};

const historyParts = ({ history }: SubmissionData): readonly Node[] => [
  el("h2", {}, "History"),
  el(
    "ol",
    { class: "history" },
    ...history.map(({ at, what }) => el("li", {}, el("time", { datetime: at }, utcMinute(at)), " ", what)),
  ),
];
