/**
 * The rooms of `action/core/` and what lives there, floor by floor: a room may import itself and the rooms of the floors
 * above it, types included. `test/architecture.test.ts` holds it.
 */
export const floors: readonly Readonly<Record<string, string>>[] = [
  {
    problems: "problems, failures, all problem codes",
    times: "every time that something waits",
  },
  { text: "YAML with places, canonical JSON, names" },
  {
    login: "settings and lifetime of a login",
    command: "the words of a `/shrek` comment",
    request: "the request language: schema and types",
  },
  { conventions: "what an experiment decides" },
  { production: "the model of a valid request", files: "files next to a request", editor: "schemas for the editor" },
  {
    catalogue: "what the experiment's Rucio knows of data",
    plan: "jobs, cost, datasets, prun options",
    versioning: "what changed and which version it needs",
    "lint/bash": "what a bash script is made of",
    init: "what `shrek init` asks and writes, settings on GitHub",
    import: "files of other systems, read into requests",
    "validate/tables": "tables of jobs",
    "validate/wiring": "which step reads what of which other",
  },
  {
    "validate/runs": "lists of runs",
    "validate/cutting": "lists of files, and jobs cut of them",
    lint: "what a payload probably does wrong",
    render: "CWL, wrappers, archive",
    jobs: "how JEDI splits a task",
    markdown: "Markdown, and what fits where",
    doctor: "findings of `shrek doctor`",
  },
  {
    validate: "request to production, or problems with places",
    ledger: "events, intents, names at PanDA, lines of files",
    export: "a production for other engines: standard CWL",
    form: "the issue form, its answers as a request",
  },
  {
    "cross-checks": "productions together: duplicates, circles, seeds",
    submission: "the state machine: `next.ts` decides, `fold.ts` remembers",
    policy: "who must approve, and who may command",
  },
  {
    pass: "what a pass asks and makes of the answers",
  },
  { outcomes: "what a merge will do, and becomes of each version" },
  { "view/plan": "the plan of a pull request", "view/status": "status, overview, calls" },
  { "view/ledger": "pages of the ledger branch", "view/local": "jobs here, files, problems in a terminal" },
  {
    verify: "what `shrek ledger verify` compares and repairs",
    "view/site": "the ledger as a site",
  },
];

/** The rooms on the page on architecture, a line a floor. */
export const roomsList = (): string =>
  floors
    .map((rooms, above) => {
      const said = Object.entries(rooms).map(([room, what]) => `\`${room}/\` ${what}`);
      return `${above + 1}. ${said.join("; ")}`;
    })
    .join("\n");
