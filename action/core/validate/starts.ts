import { isLookedUp } from "../catalogue/judge-data.ts";
import type { Conventions } from "../conventions/conventions.ts";
import type { Problem } from "../problems/problem.ts";
import type { Wired } from "../production/connected-step.ts";
import { namesRun } from "../production/file-names.ts";
import type { RunRow } from "../production/run-row.ts";
import type { Request } from "../request/request.ts";
import { counted } from "../text/amounts.ts";
import { suggestName } from "../text/nearest-name.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";
import { noEffect } from "./no-effect.ts";

/** By what a production is validated and shown before any file has come. */
export const firstOfGrowing = ({ runs }: Request): RunRow | undefined =>
  runs?.from === undefined ? undefined : { run: 1, columns: {} };

type StartsAsked = {
  readonly where: Located;
  /** With the files of a run in the input that grows. */
  readonly request: Request;
  readonly written: Request;
  readonly conventions: Conventions;
  readonly steps: readonly Wired[];
};

/** What would begin by itself must be visible to SHREK, of a known size, and allowed by the conventions. */
export const checkStarts = (asked: StartsAsked): readonly Problem[] => {
  const { runs } = asked.request;
  return [
    ...unseenClosings(asked),
    ...(runs === undefined ? [] : runs.from === undefined ? checkList(asked, runs) : checkGrowing(asked, runs.from)),
  ];
};

type Runs = NonNullable<Request["runs"]>;

const cannot = (where: Located, path: Path, message: string, hint?: string): Problem =>
  problemAt(where, path, "cannot-start", { message, ...(hint === undefined ? {} : { hint }) });

const missing = (where: Located, key: string, hint: string): Problem =>
  problemAt(where, ["runs"], "missing-key", { message: `\`${key}\` is missing in \`runs\`.`, key: true, hint });

const askForScope = "write a dataset of one of the scopes in `rucio: scopes` of the conventions";

const unseenClosings = ({ where, request, conventions }: StartsAsked): readonly Problem[] =>
  Object.entries(request.inputs ?? {}).flatMap(([name, { when, dataset }]) =>
    when === undefined || dataset === undefined || name === request.runs?.from || isLookedUp(conventions, dataset)
      ? []
      : [
          cannot(
            where,
            ["inputs", name, "when"],
            `Nobody could see when ${dataset} is closed: SHREK does not look it up in Rucio.`,
            `${askForScope}, or leave \`when\` out`,
          ),
        ],
  );

const checkList = ({ where }: StartsAsked, { list, files }: Runs): readonly Problem[] => [
  ...(list === undefined ? [missing(where, "list", "write it, such as `list: runs.txt`")] : []),
  ...(files === undefined
    ? []
    : [
        noEffect(
          where,
          ["runs", "files"],
          "`files` of `runs` says how many files of a growing dataset a run has.",
          "write `from` beside it, or leave it out",
        ),
      ]),
];

const checkGrowing = (asked: StartsAsked, from: string): readonly Problem[] => {
  const { where, request } = asked;
  const { runs, inputs = {} } = request;
  const grown = inputs[from];
  if (grown === undefined)
    return [cannot(where, ["runs", "from"], `There is no input \`${from}\`.`, suggestName(from, Object.keys(inputs)))];
  return [
    ...(runs?.files === undefined ? [missing(where, "files", "write it, such as `files: 100`")] : []),
    ...(runs?.list === undefined
      ? []
      : [
          noEffect(
            where,
            ["runs", "list"],
            "`list` cannot be used with `from`: runs come from a list, or from a dataset that grows.",
          ),
        ]),
    ...checkDataset(asked, from),
    ...checkOthers(asked, from),
    ...checkReaders(asked, from),
    ...checkJobs(asked),
  ];
};

const checkDataset = ({ where, request, written, conventions }: StartsAsked, from: string): readonly Problem[] => {
  const { dataset } = request.inputs?.[from] ?? {};
  const path = ["inputs", from];
  if (dataset === undefined)
    return [
      cannot(
        where,
        path,
        `\`${from}\` is no dataset, and only a dataset grows.`,
        "to wait for a production, read it without `runs: from`",
      ),
    ];
  return [
    ...(namesRun(written.inputs?.[from]?.dataset ?? "")
      ? [
          cannot(
            where,
            [...path, "dataset"],
            `${written.inputs?.[from]?.dataset} names the run, and all runs are files of one dataset.`,
            "write the name without {run}, or a list of runs",
          ),
        ]
      : isLookedUp(conventions, dataset)
        ? []
        : [
            cannot(
              where,
              [...path, "dataset"],
              `Nobody could see whether ${dataset} grows: SHREK does not look it up in Rucio.`,
              askForScope,
            ),
          ]),
    ...(["when", "files", "events"] as const)
      .filter((key) => written.inputs?.[from]?.[key] !== undefined)
      .map((key) => noEffect(where, [...path, key], unused[key])),
  ];
};

const unused = {
  when: "`when` cannot be used with `runs: from`: its runs begin before it is closed.",
  files: "`files` of an input that grows is the number that `runs: files` says.",
  events: "Nobody knows the `events` of an input that grows.",
} as const;

/** What is cut into jobs by lists has no run before somebody commits the list. */
const checkOthers = ({ where, request }: StartsAsked, from: string): readonly Problem[] =>
  Object.entries(request.inputs ?? {}).flatMap(([name, { list }]) =>
    list === undefined || name === from
      ? []
      : [
          cannot(
            where,
            ["inputs", name, "list"],
            `\`${name}\` is a list of files, and no list says which of them belong to new files of \`${from}\`.`,
            "write a list of runs",
          ),
        ],
  );

/** PanDA reads a part of the files by name only of what drives the jobs. */
const checkReaders = ({ where, request }: StartsAsked, from: string): readonly Problem[] =>
  Object.entries(request.steps).flatMap(([name, { in: inputs = [] }]) =>
    inputs.flatMap((input, index) => {
      if (input.from !== from) return [];
      const path = ["steps", name, "in", index];
      if (index > 0)
        return [
          cannot(
            where,
            [...path, "from"],
            `\`${name}\` reads \`${from}\`, which grows, beside its first input: each job could read files of other runs.`,
            "read it first",
          ),
        ];
      return (["match", "exclude", "skip", "repeat", "maxFiles"] as const)
        .filter((key) => input[key] !== undefined)
        .map((key) =>
          noEffect(where, [...path, key], `\`${key}\` cannot be used where \`runs: from\` says which files a run has.`),
        );
    }),
  );

const checkJobs = ({ where, request, conventions, steps }: StartsAsked): readonly Problem[] => {
  const perDay = conventions.rucio?.startsPerDay;
  if (perDay === undefined)
    return [
      cannot(
        where,
        ["runs", "from"],
        "The conventions let nothing begin by itself: `rucio: startsPerDay` is missing.",
        "ask their owners for it; until then write a list of runs",
      ),
    ];
  const open = steps.find(({ jobs }) => jobs === undefined);
  if (open !== undefined)
    return [
      cannot(
        where,
        ["steps", open.name],
        `Nobody can say how many jobs a run of \`${open.name}\` has, so no ceiling could hold.`,
        "read `filesPerJob` files a job, of outputs in a known number",
      ),
    ];
  const jobs = steps.reduce((sum, one) => sum + (one.jobs ?? 0), 0);
  return jobs <= perDay
    ? []
    : [
        cannot(
          where,
          ["runs", "files"],
          `A run has ${counted(jobs, "job")}, and \`startsPerDay\` of the conventions is ${perDay}: none would ever begin.`,
          "write fewer files",
        ),
      ];
};
