import {
  type Disturbance,
  disturbancesAt,
  ofDataAt,
  ofFreezeAt,
  ofJoinAt,
  ofKeptAt,
  ofMemoryAt,
  ofRunsAt,
  ofTrialAt,
} from "./disturbance.ts";
import type { Calls } from "./moments.ts";
import { type Moment, passBegins } from "./turns.ts";
import type { Shape } from "./world.ts";

/** Disturbances that can only be dangerous together: explored with each other, to a depth that all of them would not allow. */
export type Theme = {
  readonly name: string;
  readonly depth: number;
  readonly calls: Calls;
  readonly shape?: Shape;
  /** `ghosts`: files that PanDA's daemon could submit then. */
  readonly at: (moment: Moment, ghosts: number) => readonly Disturbance[];
};

const together = (name: string, depth: number, belongs: (what: Disturbance) => boolean): Theme => ({
  name,
  depth,
  calls: "shared",
  at: (moment, ghosts) => disturbancesAt(moment, ghosts).filter(belongs),
});

/** With these as well. */
const alsoAt = (theme: Theme, more: (moment: Moment) => readonly Disturbance[]): Theme => ({
  ...theme,
  at: (moment, ghosts) => [...theme.at(moment, ghosts), ...more(moment)],
});

/** Before and behind every call that leaves the process: it dies, or the call or its answer is lost. */
const crashes: Theme = {
  name: "crashes",
  depth: 1,
  calls: "all",
  at: ({ call }) => (call === passBegins ? [] : [{ kind: "dies" }, { kind: "outage" }]),
};

const oneOf =
  (...kinds: readonly Disturbance["kind"][]) =>
  ({ kind }: Disturbance): boolean =>
    kinds.includes(kind);

/** A file of the server's cache that stays is what makes a ghost. */
const leavesFile = (what: Disturbance): boolean =>
  (what.kind === "check" || what.kind === "submit") && what.answer.endsWith("file stays");

/** A check that was answered and may act late, a look that fails behind it, and somebody else who logs in. */
const identity: Theme = {
  name: "identity",
  depth: 4,
  calls: "shared",
  at: (moment, ghosts) =>
    disturbancesAt(moment, ghosts).filter(
      (what) =>
        (moment.call === "panda.check" && leavesFile(what)) ||
        (moment.call === "panda.tasksNamed" && what.kind === "outage") ||
        oneOf("login", "ghost")(what),
    ),
};

/** Lists that grow and shrink while processes die and act between each other, and people speak to one run or to all. */
const runs: Theme = {
  ...together("runs", 3, oneOf("dies", "interrupted", "outage", "main", "says", "submit", "tasks fail")),
  shape: "runs",
};

/** Two waves of one pass, whose commits and calls others come between. */
const waves: Theme = {
  ...together("waves", 2, oneOf("dies", "interrupted", "stands still", "outage", "check", "submit", "main", "says")),
  shape: "waves",
};

/** Jobs that die of memory, whose task is retried with more by itself, while people speak and main moves. */
const memory: Theme = {
  ...together("memory", 2, oneOf("dies", "interrupted", "outage", "says", "main", "tasks fail", "hours")),
  shape: "memory",
};

/** A step that iDDS begins when two others have ended or pause, of which files are lost and made again. */
const joins = alsoAt(
  { ...together("joins", 3, oneOf("dies", "interrupted", "hours", "tasks fail", "says")), shape: "joined" },
  ofJoinAt,
);

/** More runs than may be at PanDA at one time, beside a production that goes first. */
const places: Theme = {
  ...together("places", 2, oneOf("dies", "outage", "check", "submit", "hours", "tasks fail", "says")),
  shape: "places",
};

/** A run before the others, which fails, is given up, or is followed by another list. */
const first: Theme = {
  ...together(
    "first",
    2,
    oneOf("dies", "interrupted", "outage", "check", "submit", "main", "hours", "tasks fail", "says"),
  ),
  shape: "first",
};

/** A trial whose order, author and pull request change between its promise and its calls. */
const trials = alsoAt(
  { ...together("trials", 2, oneOf("dies", "interrupted", "outage", "check", "submit", "hours")), shape: "trial" },
  ofTrialAt,
);

/** Data that shrink, are lost or change hands, and a Rucio that is away or refuses, between each look and the next. */
const data = alsoAt(
  {
    ...together("data", 2, oneOf("dies", "interrupted", "outage", "check", "submit", "main", "says", "hours")),
    shape: "data",
  },
  ofDataAt,
);

/** Main forbids and allows new submissions before each look at it, while calls are lost and processes die between each other. */
const freeze: Theme = {
  ...together("freeze", 2, oneOf("dies", "interrupted", "outage", "check", "submit", "hours")),
  shape: "waves",
};

/** Data that are kept and let go by two people, while processes die, Rucio errs, and others begin to need them. */
const kept = alsoAt(
  { ...together("kept", 2, oneOf("dies", "interrupted", "outage", "stands still", "hours")), shape: "kept" },
  ofKeptAt,
);

export const themes: readonly Theme[] = [
  crashes,
  { ...crashes, name: "crashes of trials", shape: "trial" },
  trials,
  { ...crashes, name: "crashes of runs", shape: "runs" },
  { ...crashes, name: "crashes of waves", shape: "waves" },
  waves,
  { ...crashes, name: "crashes of places", shape: "places" },
  places,
  { ...crashes, name: "crashes of first", shape: "first" },
  alsoAt(first, ofRunsAt),
  { ...crashes, name: "crashes of data", shape: "data" },
  data,
  alsoAt(freeze, ofFreezeAt),
  { ...crashes, name: "crashes of kept", shape: "kept" },
  kept,
  { ...crashes, name: "crashes of joins", shape: "joined" },
  joins,
  { ...crashes, name: "crashes of memory", shape: "memory" },
  alsoAt(memory, ofMemoryAt),
  alsoAt(runs, ofRunsAt),
  together("anything", 2, () => true),
  together("processes", 3, oneOf("dies", "interrupted", "stands still", "outage")),
  together("answers", 3, oneOf("check", "submit", "ghost", "interrupted", "hours")),
  together("login", 4, (what) => leavesFile(what) || oneOf("login", "ghost", "dies")(what)),
  identity,
  together("main", 3, oneOf("main", "interrupted", "dies", "tasks fail")),
  together("strangers", 2, oneOf("stranger", "submit", "dies", "interrupted")),
  { ...together("steps", 2, oneOf("gives up", "interrupted", "hours", "dies", "outage")), shape: "two steps" },
  together("looks", 2, oneOf("interrupted", "hours", "tasks fail")),
  together("people", 3, (what) => leavesFile(what) || oneOf("says", "ghost", "tasks fail")(what)),
];
