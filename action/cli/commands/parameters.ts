import type { Verb } from "../../core/command/verbs.ts";

/** What the shell may put for a word: loaded when somebody presses the key, and never for a command that works. */
export const folders = {
  proposeCompletions: async (begun: string) => (await import("./propose-names.ts")).proposeFolders(begun),
} as const;

export const tagsAndVersions = {
  proposeCompletions: async (begun: string) => (await import("./propose-names.ts")).proposeSubmissions(begun),
} as const;

export const versionsOnly = {
  proposeCompletions: async (begun: string) => (await import("./propose-names.ts")).proposeSubmissions(begun, true),
} as const;

export const siteNames = {
  proposeCompletions: async (begun: string) => (await import("./propose-names.ts")).proposeSites(begun),
} as const;

export const wordsOf = (verb: Verb) =>
  ({
    proposeCompletions: async (begun: string) => (await import("./propose-names.ts")).proposeWords(verb, begun),
  }) as const;

export const pathParameters = {
  kind: "array",
  parameter: {
    brief: "A production's folder or production.yaml, or a folder above several",
    parse: String,
    placeholder: "PATH",
    ...folders,
  },
} as const;

export const folderParameter = {
  brief: "A production's folder",
  parse: String,
  placeholder: "PATH",
  ...folders,
} as const;

export const atLeastOne = (text: string): number => {
  const number = Number(text);
  if (!/^[0-9]+$/.test(text) || number < 1 || number > 1_000_000_000) throw new Error(`${text} is not a number from 1`);
  return number;
};

export const neededFlag = (brief: string, placeholder: string) =>
  ({ kind: "parsed", parse: String, brief, placeholder }) as const;
/** Flags that may be left out: with a text after them, with a number from 1, or alone. */
export const textFlag = (brief: string, placeholder: string) =>
  ({ ...neededFlag(brief, placeholder), optional: true }) as const;
export const numberFlag = (brief: string, placeholder: string) =>
  ({ kind: "parsed", parse: atLeastOne, brief, placeholder, optional: true }) as const;
export const switchFlag = (brief: string) => ({ kind: "boolean", brief, default: false }) as const;

// Of several commands.
export const jsonFlag = switchFlag("Print JSON");
export const remoteFlag = textFlag(
  "The git remote that holds main and the ledger; default: origin when there is one",
  "NAME",
);
/** One name everywhere for what is written. */
export const outputAlias = { o: "output" } as const;
export const eventsFlag = numberFlag("Events of each job, instead of eventsPerJob", "N");
export const runFlag = numberFlag("The run, of a production with a list of runs", "RUN");
export const tagFlag = textFlag("The tag of the variant that is meant, if the request has several", "TAG");
