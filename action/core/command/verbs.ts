/** Settings of a verb, as `key=value`, and how each value looks. */
const settingValues = {
  ...{ reason: '"..."', memory: "MB", site: "SITE", request: "ID", jobs: "N", events: "N", step: "STEP" },
  ...{ dids: "ID,ID", until: "DATE", priority: "N" },
};
export type SettingName = keyof typeof settingValues;

type VerbRule = {
  readonly does: string;
  readonly settings: readonly SettingName[];
  readonly needed?: readonly SettingName[];
  /** Words that it takes before the production, one of which must be there. */
  readonly words?: readonly string[];
  /** With this one of them it needs its reason. */
  readonly reasonFor?: string;
  /** It works on one step alone: `TAG/STEP`. */
  readonly step?: true;
  /** `always`: work is lost, so it shows first what it would do and wants `yes`. `several`: only for several productions. */
  readonly confirm: "never" | "several" | "always" | "drop";
};

/** The one table of verbs: the grammar, `help`, `docs/states.md` and the command line are printed from it. */
export const verbs = {
  status: { does: "says how it stands now", settings: [], confirm: "never" },
  submit: {
    does: "submits what waits for a person: it is the missing approval of exactly this content, releases `submit: hold`, and tries again what PanDA refused for a passing cause",
    settings: ["reason"],
    confirm: "several",
  },
  retry: {
    does: "runs the failed part again; memory is MB per core, site is where it runs",
    settings: ["memory", "site", "reason"],
    step: true,
    confirm: "several",
  },
  kill: {
    does: "stops running tasks, also those that appear later; finished files stay",
    settings: ["reason"],
    step: true,
    confirm: "always",
  },
  finish: {
    does: "ends the running tasks with the files that they have; later steps read these",
    settings: ["reason"],
    step: true,
    confirm: "several",
  },
  pause: {
    does: "halts its tasks until resume; needs PanDA's production role",
    settings: ["reason"],
    step: true,
    confirm: "several",
  },
  resume: {
    does: "lets paused tasks go on; needs PanDA's production role",
    settings: ["reason"],
    step: true,
    confirm: "several",
  },
  move: {
    does: "sends its tasks to another site, also those that appear later",
    settings: ["site", "reason"],
    needed: ["site"],
    step: true,
    confirm: "several",
  },
  priority: {
    does: "gives its tasks another priority, 900 to 1100, also those that appear later; needs PanDA's production role. What waits goes before what has less",
    settings: ["priority", "reason"],
    needed: ["priority"],
    step: true,
    confirm: "several",
  },
  withdraw: {
    does: "gives it up: what was not submitted never is, what runs is killed; `keep` or `drop` is recorded for its data, SHREK deletes nothing",
    settings: ["reason"],
    words: ["keep", "drop"],
    confirm: "drop",
  },
  close: {
    does: "closes what stopped, was refused or needs a person; PanDA is not called",
    settings: ["reason"],
    confirm: "several",
  },
  adopt: {
    does: "takes tasks of the same names that SHREK does not know as its own",
    settings: ["request", "reason"],
    confirm: "several",
  },
  accept: {
    does: "accepts a suspected duplicate as it is; without a production, accepts a main that was force-pushed",
    settings: ["reason"],
    confirm: "several",
  },
  declare: {
    does: "says of its data that they are good or bad: what reads bad data is refused or waits, until they are declared good",
    settings: ["reason"],
    words: ["good", "bad"],
    reasonFor: "bad",
    step: true,
    confirm: "several",
  },
  expire: {
    does: "ends SHREK's rules for exactly the data that `shrek data expire` showed and named by `dids`; Rucio deletes them then. Not what a live production reads, nor what was declared good",
    settings: ["dids", "reason"],
    needed: ["dids"],
    confirm: "several",
  },
  trial: {
    does: "submits this pull request as it stands now, as a trial: nothing is merged, and nothing may read its data. `jobs` and `events` make it smaller; `step` keeps that step and those that it reads",
    settings: ["jobs", "events", "step"],
    confirm: "always",
  },
  extend: {
    does: "opens the pull request that makes so many more events, or jobs, of what has ended, under new seeds; `events=lost` says how many jobs were lost",
    settings: ["events", "jobs"],
    confirm: "never",
  },
  freeze: {
    does: "submits nothing new of this repository before then, in UTC; what runs goes on",
    settings: ["until", "reason"],
    needed: ["until", "reason"],
    confirm: "never",
  },
  unfreeze: {
    does: "ends what `freeze` began, before its date; a freeze of the conventions stays",
    settings: ["reason"],
    confirm: "never",
  },
  yes: { does: "confirms a command that showed first what it would do", settings: [], confirm: "never" },
  help: {
    does: "says what works on this pull request now, and lists the commands",
    settings: [],
    confirm: "never",
  },
} as const satisfies Record<string, VerbRule>;

/** What a person may say to SHREK: on a pull request, in a form of GitHub, in a terminal. */
export type Verb = keyof typeof verbs;

export const verbNames = Object.keys(verbs) as readonly Verb[];
export const ruleOf = (verb: Verb): VerbRule => verbs[verb];
export const isVerb = (word: string): word is Verb => Object.hasOwn(verbs, word);

/** Words of other systems, which people write in a hurry. */
export const meantBy: ReadonlyMap<string, Verb> = new Map([
  ["stop", "kill"],
  ["cancel", "kill"],
  ["abort", "kill"],
  ["halt", "kill"],
  ["hold", "pause"],
  ["resubmit", "retry"],
  ["rerun", "retry"],
  ["restart", "retry"],
  ["approve", "submit"],
  ["release", "submit"],
  ["delete", "expire"],
  ["remove", "withdraw"],
  ["revert", "withdraw"],
  ["thaw", "unfreeze"],
]);

/** Verbs that name no production. */
export const worksOnAll = (verb: Verb): boolean => verb === "freeze" || verb === "unfreeze";

/** What a verb works on, where that is no production, and another than its rule says. */
const targets: Readonly<Partial<Record<Verb, readonly string[]>>> = {
  ...{ yes: ["ID"], help: [], freeze: [], unfreeze: [] },
  ...{ trial: ["[TAG[#RUN]]"], extend: ["TAG@VERSION"] },
};

export const usageOf = (verb: Verb): string => {
  const { settings, needed = [], words, step } = ruleOf(verb);
  const target = targets[verb] ?? [step ? "[TAG[@VERSION][#RUN][/STEP]]" : "[TAG[@VERSION][#RUN]]"];
  const values = { ...settingValues, ...(verb === "extend" ? { events: "N|lost" } : {}) };
  return [
    verb,
    ...(words === undefined ? [] : [words.join("|")]),
    ...target,
    ...settings.map((name) =>
      verb === name ? values[name] : needed.includes(name) ? `${name}=${values[name]}` : `[${name}=${values[name]}]`,
    ),
  ].join(" ");
};

/** Verbs that are carried out by orders to PanDA's tasks. */
const orderVerbs = ["kill", "finish", "retry", "pause", "resume", "move", "priority"] as const;
export type OrderVerb = (typeof orderVerbs)[number];

export const isOrderVerb = (verb: string): verb is OrderVerb => orderVerbs.some((one) => one === verb);

/** Said in an issue of the form, to the workflow of the form alone. */
export const issueVerbs: readonly string[] = ["set", "like"];
