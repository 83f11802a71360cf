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
