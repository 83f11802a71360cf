import { freezeEnd, maxFreezeReason } from "../text/freeze-end.ts";
import { stated } from "../text/mapping.ts";
import { nearestName } from "../text/nearest-name.ts";
import { priorities } from "../text/priorities.ts";
import { productionsFolder } from "../text/source-file.ts";
import { isStepName, stepName } from "../text/step-name.ts";
import { unseen, unseenName, withPlainBlanks } from "../text/unseen.ts";
import { severalMeant } from "./in-form.ts";
import { moreEvents, moreEventsText } from "./more-events.ts";
import { nearMiss } from "./near-miss.ts";
import { apartSetting, openReason, stepBehind } from "./typos.ts";
import {
  issueVerbs,
  isVerb,
  meantBy,
  ruleOf,
  type SettingName,
  usageOf,
  type Verb,
  verbNames,
  worksOnAll,
} from "./verbs.ts";

/** `/shrek VERB [WORD] [TAG[@VERSION][#RUN][/STEP]] [key=value]`, on the first line of a comment. */
export type Command =
  | { readonly kind: "none" }
  /** It looks like a command and is not written as one: only people who may give commands get this answer. */
  | { readonly kind: "missed"; readonly reason: string }
  | { readonly kind: "unclear"; readonly reason: string }
  | ({ readonly kind: "command" } & CommandAsked);

/** What a person asks for, in a comment or in the form. */
export type CommandAsked = {
  readonly verb: Verb;
  readonly target: Target;
  readonly reason: string;
  /** `withdraw`: whether the data are kept or dropped. */
  readonly data?: "keep" | "drop";
  /** `declare`: what a person says of the data. */
  readonly quality?: Quality;
  /** `expire`: each dataset as its preview named it. */
  readonly dids?: string;
  /** MB per core, as a request may write it. */
  readonly memory?: number;
  readonly site?: string;
  /** `priority`: of the tasks, as a request may write it. */
  readonly priority?: number;
  /** `adopt`: the request at iDDS. */
  readonly request?: number;
  /** `trial`: the most jobs of a step, and the events of each job. */
  readonly jobs?: number;
  readonly events?: number;
  /** `extend`: how many events more; `jobs`: jobs more of the step that makes them. */
  readonly more?: number | "lost";
  /** `freeze`: when it ends by itself, as conventions write it. */
  readonly until?: string;
  /** `yes`: what is confirmed. */
  readonly confirms?: string;
};

export type Quality = "good" | "bad";

export type Target = {
  readonly production: string | undefined;
  readonly version: string | undefined;
  /** The run of a production that has one submission a run; `all` for all of them. */
  readonly run?: number | "all";
  readonly step: string | undefined;
};

const targetForm = new RegExp(
  String.raw`^(?:([A-Za-z0-9][A-Za-z0-9._-]*)(?:@([A-Za-z0-9][A-Za-z0-9._-]*))?(?:#([1-9][0-9]{0,7}|\*))?)?(?:\/(${stepName}))?$`,
);
const nobody: Target = { production: undefined, version: undefined, step: undefined };
const maxLineLength = 2000;
/** As in a request: a value in GB would be a task of a few MB. */
const [minMemory, maxMemory] = [100, 64_000];

export const parseCommand = (body: string): Command => {
  const [line = ""] = body.split(/\r?\n/);
  const trimmed = line.trim();
  // A telephone begins a line with a capital letter. After four blanks Markdown shows code.
  if (!/^ {0,3}\/shrek(\s|$)/i.test(line)) {
    const reason = nearMiss(body);
    return reason === undefined ? { kind: "none" } : { kind: "missed", reason };
  }
  if (trimmed.length > maxLineLength) return unclear(`A command has at most ${maxLineLength} characters.`);
  const words = commandWords(trimmed.slice("/shrek".length));
  if (words === undefined) return unclear('A quote is not closed: write reason="why".');
  const [verb = "help", ...rest] = words;
  return parseWords(verb, rest);
};

/** The command in a comment. SHREK's own comments show commands to copy, and give none. */
export const commandOf = ({ body, by }: { readonly body: string; readonly by: string }, bot: string): Command =>
  by.toLowerCase() === bot.toLowerCase() ? { kind: "none" } : parseCommand(body);

/** The same grammar without `/shrek`: for a form of GitHub and for a terminal. */
export const parseWords = (verb: string, written: readonly string[]): Command => {
  if (issueVerbs.includes(verb))
    return unclear(`${verb} is said in the issue of which the form made this pull request, and not here.`);
  if (!isVerb(verb)) {
    const near = meantBy.get(verb.toLowerCase()) ?? nearestName(verb, verbNames);
    return unclear(
      `There is no command "${verb}".${near === undefined ? "" : ` Did you mean \`/shrek ${near}\`?`} The commands are ${verbNames.join(", ")}; \`/shrek help\` explains them.`,
    );
  }
  // `priority TAG 950`: no production has a number as its name.
  const words =
    verb === "priority" ? written.map((word) => (/^-?[0-9.]+$/.test(word) ? `priority=${word}` : word)) : written;
  const plain = words.filter((word) => !isSetting(word));
  const hidden = plain.find((word) => unseen.test(word));
  if (hidden !== undefined)
    return unclear(
      `"${withPlainBlanks(hidden)}" holds a character that nobody sees (${unseenName(unseen.exec(hidden)?.[0] ?? "")}): type it again.`,
    );
  const settings = settingsOf(verb, words);
  if (typeof settings === "string") return unclear(apartSetting(verb, plain) ?? settings);
  return verb === "yes" ? confirmation(plain) : withTarget(verb, words, settings);
};

type Settings = Pick<
  CommandAsked,
  "reason" | "memory" | "site" | "request" | "jobs" | "events" | "more" | "dids" | "until" | "priority"
> & {
  readonly step?: string;
};

const withTarget = (verb: Verb, written: readonly string[], { step: upTo, ...settings }: Settings): Command => {
  const { words, reasonFor, step } = ruleOf(verb);
  const plain = written.filter((word) => !isSetting(word));
  const [first, ...others] = plain;
  if (words !== undefined && (first === undefined || !words.includes(first)))
    return unclear(`${verb} needs to know ${missingWord[verb]}: write \`/shrek ${usageOf(verb)}\`.`);
  if (reasonFor !== undefined && first === reasonFor && settings.reason.trim() === "")
    return unclear(`${verb} ${reasonFor} needs a reason, which readers of the data are told: reason="why".`);
  const targets = words === undefined ? plain : others;
  if (worksOnAll(verb) && targets.length > 0)
    return unclear(apartSetting(verb, plain) ?? openReason(verb, written) ?? onAll(verb));
  if (targets.length > 1)
    return unclear(
      apartSetting(verb, plain) ??
        openReason(verb, written) ??
        `${verb} takes one production, and there are ${targets.length}: write \`/shrek ${usageOf(verb)}\`.`,
    );
  const target = targets[0] === undefined ? nobody : targetOf(targets[0]);
  if (target === undefined)
    return unclear(
      apartSetting(verb, plain) ??
        severalMeant(verb, written, targets[0] ?? "") ??
        `"${targets[0]}" is not the name of a production: write \`/shrek ${usageOf(verb)}\`.`,
    );
  if (target.step !== undefined && !step)
    return unclear(`${verb} works on a whole production, not on the step "${target.step}".`);
  if (verb === "trial" && (target.version !== undefined || target.run === "all"))
    return unclear(
      `trial takes a production, or one run of it, and the version from its request: write \`/shrek ${usageOf(verb)}\`.`,
    );
  if (verb === "extend" && target.run !== undefined)
    return unclear("extend works on a version, and one that grows by runs is extended by more runs in its list.");
  const meant = upTo === undefined ? target : { ...target, step: upTo };
  return { kind: "command", verb, target: meant, ...settings, ...wordOf(first) };
};

const onAll = (verb: Verb): string =>
  `${verb} works on all productions of this repository: write it without a name. A folder is frozen by \`freeze\` in its conventions.`;

const missingWord: { readonly [V in Verb]?: string } = {
  withdraw: "what becomes of the data",
  declare: "whether the data are good or bad",
};

const wordOf = (word: string | undefined): Pick<CommandAsked, "data" | "quality"> => {
  if (word === "keep" || word === "drop") return { data: word };
  return word === "good" || word === "bad" ? { quality: word } : {};
};

const confirmation = ([id, ...others]: readonly string[]): Command =>
  id === undefined || others.length > 0
    ? unclear("yes takes the ID that the preview shows: write `/shrek yes ID`.")
    : { kind: "command", verb: "yes", target: nobody, reason: "", confirms: id };

/** Whether a word names a production by its folder, which the ledger then translates; no tag has a slash. */
export const targetsFolder = (word: string): boolean => word.startsWith(`${productionsFolder}/`);

const targetOf = (word: string): Target | undefined => {
  const [, folder] = /^(?:\.\/)?(productions\/[\w./-]*?)(?:\/production\.yaml|\/)?$/.exec(word) ?? [];
  if (folder !== undefined) return { ...nobody, production: folder };
  const match = targetForm.exec(word);
  if (match === null) return undefined;
  const [, production, version, run, step] = match;
  const meant = run === undefined ? {} : { run: run === "*" ? ("all" as const) : Number(run) };
  return { production, version, ...meant, step };
};

const isSetting = (word: string): boolean => /^[A-Za-z]+=/.test(word);

/** The settings of a verb, or what is wrong with them. */
const settingsOf = (verb: Verb, words: readonly string[]): Settings | string => {
  const { settings, needed = [] } = ruleOf(verb);
  const values = new Map<string, string>();
  for (const word of words.filter(isSetting)) {
    const [name = ""] = word.split("=", 1);
    const step = name === "step" ? stepBehind(verb, words, word.slice("step=".length)) : undefined;
    if (step !== undefined) return step;
    const takes = settings.length === 0 ? "no settings" : settings.map((one) => `${one}=`).join(", ");
    if (!(settings as readonly string[]).includes(name)) return `${verb} has no setting ${name}=; it takes ${takes}.`;
    if (values.has(name)) return `${name}= is there twice.`;
    values.set(name, word.slice(name.length + 1));
  }
  const lacking = needed.find((name) => (values.get(name) ?? "").trim() === "");
  if (lacking !== undefined) return `${verb} needs ${lacking}=: write \`/shrek ${usageOf(verb)}\`.`;
  const more = moreOf(verb, values);
  if (typeof more === "string") return more;
  const numbers = {
    request: Number.MAX_SAFE_INTEGER,
    jobs: 100_000,
    events: 1_000_000_000,
  } satisfies Partial<Record<SettingName, number>>;
  for (const [name, most] of Object.entries(numbers)) {
    const value = values.get(name);
    if (value !== undefined && !(/^[1-9][0-9]*$/.test(value) && Number(value) <= most))
      return `${name}= takes a whole number from 1 to ${most}, and "${value}" is not one.`;
  }
  const mb = values.get("memory");
  if (mb !== undefined && !(/^[1-9][0-9]{2,4}$/.test(mb) && Number(mb) <= maxMemory))
    return `memory= takes MB per core, a whole number from ${minMemory} to ${maxMemory}, and "${mb}" is not one.`;
  const site = values.get("site");
  if (site !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(site)) return `"${site}" is not the name of a site.`;
  const dids = values.get("dids");
  if (dids !== undefined && !/^[0-9a-f]{12}(,[0-9a-f]{12}){0,49}$/.test(dids))
    return `dids= takes what \`shrek data expire\` prints, such as dids=0123456789ab, and "${dids}" is not that.`;
  const step = values.get("step");
  if (step !== undefined && !isStepName(step)) return `"${step}" is not the name of a step.`;
  const number = (name: SettingName): number | undefined => (values.has(name) ? Number(values.get(name)) : undefined);
  const [memory, request, jobs, events] = (["memory", "request", "jobs", "events"] as const).map(number);
  return {
    reason: values.get("reason") ?? "",
    ...stated({ site, step, dids, memory, request, jobs, events }),
    ...more,
  };
};

const priorityFault = (written: string): string | undefined =>
  /^[1-9][0-9]{2,3}$/.test(written) && Number(written) >= priorities.least && Number(written) <= priorities.most
    ? undefined
    : `priority takes a whole number from ${priorities.least} to ${priorities.most}, and "${written}" is not one.`;

const freezeFault = (values: ReadonlyMap<string, string>): string | undefined => {
  const [until = "", reason = ""] = [values.get("until"), values.get("reason")];
  if (freezeEnd(until) === undefined)
    return `until= takes a day or a minute in UTC, such as 2026-12-24 or 2026-12-24T08:00Z, and "${until}" is not one.`;
  return reason.length > maxFreezeReason ? `A reason of freeze has at most ${maxFreezeReason} characters.` : undefined;
};

/** Of `freeze` its end; of `extend` the one number that says how much; it is taken from the values, where `events=` is a plain number. */
const moreOf = (
  verb: Verb,
  values: Map<string, string>,
): Pick<CommandAsked, "more" | "until" | "priority"> | string => {
  if (verb === "freeze") return freezeFault(values) ?? { until: values.get("until") ?? "" };
  const priority = values.get("priority");
  if (priority !== undefined) return priorityFault(priority) ?? { priority: Number(priority) };
  if (verb !== "extend") return {};
  const events = values.get("events");
  if ((events === undefined) === !values.has("jobs"))
    return `extend needs events= or jobs=, one of them: write \`/shrek ${usageOf(verb)}\`.`;
  if (events === undefined) return {};
  values.delete("events");
  const more = moreEvents(events);
  return more === undefined ? `events= takes ${moreEventsText}, and "${events}" is not that.` : { more };
};

/**
 * Words by blanks; a double quote keeps blanks together. A telephone and a word processor write it curled.
 * `undefined`: a quote is not closed.
 */
export const commandWords = (written: string): readonly string[] | undefined => {
  const text = written.replaceAll(/[\u201c-\u201f]/g, '"');
  const words = [...text.matchAll(/((?:[^\s"]|"[^"]*")+)/g)].map(([word]) => word);
  return (text.match(/"/g)?.length ?? 0) % 2 === 0 ? words.map((word) => word.replaceAll('"', "")) : undefined;
};

const unclear = (reason: string): Command => ({ kind: "unclear", reason });
