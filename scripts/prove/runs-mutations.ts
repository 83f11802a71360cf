import type { ByStories, Mutation } from "./mutation.ts";

const flows = "action/flows/reconcile";

/** Of lists of runs, and of the waves in which their submissions go. */
export const runsMutations: readonly (Mutation & ByStories)[] = [
  {
    name: "what main holds of runs is entered again when the list grows",
    edits: [
      {
        file: `${flows}/enter-main.ts`,
        from: "blocksOf(accepted).filter(({ production }) => !known.has(keyOf(production)))",
        to: "blocksOf(accepted).filter(({ production }) => production.block !== 0 || !known.has(keyOf(production)))",
      },
    ],
    breaks: "no bug",
    theme: "runs",
    most: 20,
  },
  {
    name: "all runs of a version have one workflow name",
    edits: [
      {
        file: "action/core/ledger/make-intent.ts",
        from: "label: submissionLabel(repository, tag, version, block)",
        to: "label: submissionLabel(repository, tag, version, 0)",
      },
    ],
    breaks: "invariant 6",
    theme: "runs",
    most: 20,
  },
  {
    name: "all that could be submitted is one wave",
    edits: [
      {
        file: `${flows}/submit-all.ts`,
        from: "const { perWave = waveSize } = pass.setting;",
        to: "const perWave = go.length + waveSize;",
      },
    ],
    breaks: "rule 9",
    theme: "waves",
    most: 1,
  },
  {
    name: "something is uploaded before the answers of a wave are written",
    edits: [
      {
        file: `${flows}/wave.ts`,
        from: "  return record(pass, checked.view, await callPanda(pass, checked), ",
        to: "  const told = await callPanda(pass, checked);\n  await holdArchives(pass, made.view, made.ready);\n  return record(pass, checked.view, told, ",
      },
    ],
    breaks: "rule 9",
    theme: "waves",
    most: 1,
  },
  {
    name: "more runs go than have places",
    edits: [{ file: "action/core/submission/queue.ts", from: "already >= one.atMost", to: "already > one.atMost" }],
    breaks: "places",
    theme: "places",
    most: 1,
  },
  {
    name: "what is in doubt takes no place",
    edits: [
      { file: "action/core/submission/queue.ts", from: '  "submitting",\n  "in-doubt",\n', to: '  "submitting",\n' },
    ],
    breaks: "places",
    theme: "places",
    most: 150,
  },
  {
    name: "the higher priority goes last",
    edits: [
      {
        file: "action/core/submission/queue.ts",
        from: "b.priority - a.priority ||",
        to: "a.priority - b.priority ||",
      },
    ],
    breaks: "places",
    theme: "places",
    most: 1,
  },
  {
    name: "all runs go at once",
    edits: [
      {
        file: `${flows}/first-runs.ts`,
        from: "  const seen = seeFirst(first,",
        to: "  if (first.runs > 0) return { reached: true, go: all, held: [] };\n  const seen = seeFirst(first,",
      },
    ],
    breaks: "first",
    theme: "first",
    most: 1,
  },
];
