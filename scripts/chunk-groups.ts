/** What of the program is written into one file, with all that it imports: the first group that names a module has it. */
type Group = { readonly name: string; readonly test: RegExp; readonly priority: number };

/**
 * Node takes about half a millisecond for each file that it loads, so what is loaded together is one file. What starts a
 * judgement, or writes the comment about it, is apart from what judges: the first of two processes does without it. An
 * action does without the command line.
 */
export const togetherLoaded: readonly (readonly [string, readonly string[]])[] = [
  [
    "start",
    [
      "validate/validate-apart",
      "adapters/disk/cache-folder",
      "adapters/git/job-clone",
      "core/text/once",
      "core/times/times",
      "core/text/amounts",
    ],
  ],
  [
    "words",
    [
      "core/ledger/keeping",
      "core/submission/states",
      "core/conventions/version-style",
      "core/text/nearest-name",
      "core/text/unseen",
      "core/text/printable",
      "core/command/verbs",
      "cli/terminal/tell-failure",
    ],
  ],
  ["command-line", ["cli/command-line"]],
  [
    "pages",
    [
      "core/view/plan/plan-of-commit",
      "core/view/plan/data-markdown",
      "core/policy/login",
      "core/policy/writers",
      "core/policy/pull-request",
      "core/command/form-names",
      "core/form/settings",
      "core/markdown/fit-doc",
      "core/markdown/doc",
      "core/text/parse-json",
      "core/catalogue/judge-data",
      "adapters/git/local",
    ],
  ],
  ["judging", ["cli/run/run-check", "validate/validate-input", "core/lint/lint-production", "core/lint/script-syntax"]],
];

export const chunkGroups: readonly Group[] = togetherLoaded.map(([name, modules], index) => ({
  name,
  test: new RegExp(`/action/(?:${modules.join("|")})\\.ts$`),
  priority: togetherLoaded.length - index,
}));
