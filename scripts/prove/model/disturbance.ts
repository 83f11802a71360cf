import type { GivenCommand } from "../../../action/core/ledger/event.ts";
import { type OfTrial, ofTrial } from "./github.ts";
import { type OfKept, ofKept } from "./kept.ts";
import type { CheckAnswer, SubmitAnswer } from "./panda.ts";
import { type OfRucio, ofRucio } from "./rucio.ts";
import { type Moment, passBegins } from "./turns.ts";
import type { Holding } from "./world.ts";

/** What comes in the way of a reconcile. */
export type Disturbance =
  | { readonly kind: "dies" }
  /** Another process acts first. */
  | { readonly kind: "interrupted" }
  /** The process stands still for so many seconds of its own clock: past the minute of its right, or only long for a write. */
  | { readonly kind: "stands still"; readonly seconds: 10 | 70 }
  /** Before a call: it fails. Behind it: its effect is there, and its answer is lost. */
  | { readonly kind: "outage" }
  | { readonly kind: "main"; readonly holds: Holding }
  | { readonly kind: "says"; readonly verb: GivenCommand["verb"]; readonly ofOneRun?: true }
  /** Who logs in from now on is another person. */
  | { readonly kind: "login" }
  /** PanDA's daemon submits a file that was left. */
  | { readonly kind: "ghost" }
  /** Somebody else of the same user made a task of our name. */
  | { readonly kind: "stranger" }
  | { readonly kind: "hours" }
  | { readonly kind: "tasks fail" }
  /** Those that run end without some of their files. */
  | { readonly kind: "files are lost" }
  /** iDDS gives up the last step that has no task yet (SAFETY S11). */
  | { readonly kind: "gives up" }
  | { readonly kind: "trial"; readonly what: OfTrial }
  /** Who may write the ledger orders more memory than the request holds. */
  | { readonly kind: "forges memory" }
  | { readonly kind: "rucio"; readonly what: OfRucio }
  | { readonly kind: "kept"; readonly what: OfKept }
  | { readonly kind: "check"; readonly answer: CheckAnswer }
  | { readonly kind: "submit"; readonly answer: SubmitAnswer };

/** In the order of their moments, which are counted from 0. */
export type Schedule = readonly { readonly at: number; readonly what: Disturbance }[];

const checkAnswers: readonly CheckAnswer[] = [
  "rejected",
  "lost",
  "lost, file stays",
  "answered, file stays",
  "not reached",
];
const submitAnswers: readonly SubmitAnswer[] = [
  "refused",
  "lost, done",
  "lost, not done",
  "lost, file stays",
  "done twice",
  "not reached",
];
const verbs: readonly GivenCommand["verb"][] = ["withdraw", "kill", "retry", "submit", "close"];

const calls = {
  main: [
    { kind: "main", holds: "1.1.0" },
    { kind: "main", holds: "nothing" },
    { kind: "main", holds: "1.0.0" },
  ],
  ledger: verbs.map((verb) => ({ kind: "says", verb })),
  check: checkAnswers.map((answer) => ({ kind: "check", answer })),
  submit: submitAnswers.map((answer) => ({ kind: "submit", answer })),
} as const satisfies Record<string, readonly Disturbance[]>;

/** And at the same moments where the production is one of runs. */
export const ofRunsAt = ({ call, when }: Moment): readonly Disturbance[] => {
  if (when === "after") return [];
  if (call === "main.head")
    return [
      { kind: "main", holds: "more runs" },
      { kind: "main", holds: "fewer runs" },
    ];
  return call.startsWith("ledger.") ? verbs.map((verb) => ({ kind: "says", verb, ofOneRun: true })) : [];
};

/** And where main forbids new submissions for some time. */
export const ofFreezeAt = ({ call, when }: Moment): readonly Disturbance[] =>
  when === "before" && call === "main.head"
    ? [
        { kind: "main", holds: "a freeze" },
        { kind: "main", holds: "no freeze" },
      ]
    : [];

/** And where it is of a trial: felt by whoever asks GitHub or reads the ledger. */
export const ofTrialAt = ({ call, when }: Moment): readonly Disturbance[] =>
  when === "before" && (call.startsWith("people.") || call.startsWith("ledger.") || call === "main.head")
    ? ofTrial.map((what) => ({ kind: "trial", what }))
    : [];

/** And where a step reads two others, which people pause. */
export const ofJoinAt = ({ call, when }: Moment): readonly Disturbance[] => {
  if (call === passBegins) return [{ kind: "files are lost" }];
  return when === "before" && call.startsWith("ledger.")
    ? (["pause", "resume"] as const).map((verb) => ({ kind: "says", verb }))
    : [];
};

/** And where it has more memory for what died of it. */
export const ofMemoryAt = ({ call, when }: Moment): readonly Disturbance[] =>
  when === "before" && call.startsWith("ledger.") ? [{ kind: "forges memory" }] : [];

/** And where the production reads data: felt by whoever asks Rucio, which may be slow to answer too. */
export const ofDataAt = ({ call, when }: Moment): readonly Disturbance[] => {
  if (!call.startsWith("catalogue.")) return [];
  return when === "before" ? ofRucio.map((what) => ({ kind: "rucio", what })) : standsStill;
};

/** And where its data are kept: felt by whoever asks or changes Rucio, asks for a comment, main, or reads the ledger. */
export const ofKeptAt = ({ call, when }: Moment): readonly Disturbance[] => {
  if (when === "after") return [];
  if (call === "main.head")
    return (["a longer keep", "a shorter keep", "a reader", "nothing"] as const).map((holds) => ({
      kind: "main",
      holds,
    }));
  const isMeant = (what: OfKept): boolean =>
    /^(catalogue|keeper|stored|people|ledger)[.]/.test(call) &&
    (what.startsWith("the change") ? call.startsWith("keeper.") : true);
  return ofKept.filter(isMeant).map((what) => ({ kind: "kept", what }));
};

const standsStill = ([10, 70] as const).map((seconds) => ({ kind: "stands still", seconds }) as const);

const effects = ["ledger.append", "tags.create", "panda.check", "panda.submit", "panda.order", "keeper."];

/**
 * All that makes a difference at a moment. What a call does not feel is left out there, because it makes the same
 * story at the next call that does: main is felt by questions about main, a person's word by what reads or writes the
 * ledger, a ghost by calls of PanDA, a login and PanDA's time by the next pass. A death between two effects is the one
 * before the second.
 */
export const disturbancesAt = ({ call, when }: Moment, ghosts: number): readonly Disturbance[] => {
  if (call === passBegins)
    return [{ kind: "login" }, { kind: "stranger" }, { kind: "hours" }, { kind: "tasks fail" }, { kind: "gives up" }];
  const effect = effects.some((one) => call.startsWith(one));
  if (when === "after")
    return effect ? [{ kind: "dies" }, { kind: "outage" }, { kind: "interrupted" }, ...standsStill] : [];
  return [
    ...(effect ? [{ kind: "dies" } as const] : []),
    { kind: "outage" },
    { kind: "interrupted" },
    ...(call === "main.head" ? calls.main : []),
    ...(call.startsWith("ledger.") ? calls.ledger : []),
    ...(call.startsWith("panda.") && ghosts > 0 ? [{ kind: "ghost" } as const] : []),
    ...(call === "panda.check" ? calls.check : []),
    ...(call === "panda.submit" ? calls.submit : []),
  ];
};

export const inWords = (what: Disturbance): string => {
  switch (what.kind) {
    case "dies":
      return "the process dies";
    case "interrupted":
      return "another process acts first";
    case "stands still":
      return `the process stands still for ${what.seconds} s`;
    case "outage":
      return "the network fails";
    case "main":
      return what.holds === "nothing" ? "the request is deleted on main" : `main holds ${what.holds}`;
    case "says":
      return `a person says /shrek ${what.verb}${what.ofOneRun === true ? " of one run" : ""}`;
    case "trial":
    case "rucio":
    case "kept":
      return what.what;
    case "forges memory":
      return "somebody writes an order of more memory than the request holds";
    case "login":
      return "from now on another user logs in";
    case "ghost":
      return "PanDA's daemon submits a file that was left";
    case "stranger":
      return "the user has a task of our name that SHREK did not submit";
    case "hours":
      return "eight hours pass at PanDA";
    case "tasks fail":
      return "the tasks that run fail";
    case "files are lost":
      return "the tasks that run end without some of their files";
    case "gives up":
      return "iDDS gives up the step that has no task yet";
    case "check":
      return `the check is ${what.answer}`;
    case "submit":
      return `the submit is ${what.answer}`;
  }
};
