import { share, token } from "./option-schemas.ts";

/** Data from outside this production. Exactly one of `production`, `task` and `dataset` says what it is. */
export const externalInput = {
  type: "object",
  additionalProperties: false,
  properties: {
    production: {
      ...token,
      maxLength: 120,
      description:
        "Tag of the production that makes the data. Say `version`, `step` and, when there are several, `output`.",
    },
    version: {
      type: "string",
      minLength: 1,
      maxLength: 60,
      description: "Its version, or a range such as ^1.0.0 together with `bound`.",
    },
    bound: {
      type: "string",
      minLength: 1,
      maxLength: 40,
      description:
        "The version that the range means today; `shrek bump` writes it, and it stays until somebody moves it.",
    },
    step: {
      type: "string",
      pattern: "^[A-Za-z][A-Za-z0-9]*$",
      maxLength: 40,
      "x-expects": "letters and digits, beginning with a letter",
      "x-code": "bad-step-name",
      description: "The step of that production whose output is read.",
    },
    output: {
      type: "string",
      pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
      maxLength: 80,
      "x-expects": "a plain file name of letters, digits, dot, underscore and hyphen",
      "x-code": "bad-output-name",
      description: "Which output of the step or task.",
    },
    task: {
      ...token,
      maxLength: 200,
      description: "Name of a task that PanDA has: the dataset is made from it and `output`.",
      "x-prun": "--inDS, or the name in --secondaryDSs",
    },
    dataset: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern: "^[A-Za-z0-9][A-Za-z0-9._:-]*/?$",
      "x-expects": "a dataset or container name as PanDA and Rucio write it",
      "x-code": "bad-dataset-name",
      description: "Dataset or container that exists already.",
      "x-prun": "--inDS, or the name in --secondaryDSs",
    },
    require: {
      type: ["string", "object"],
      pattern: "^done$",
      "x-expects": "done, or { finished: 95% }",
      "x-code": "bad-require",
      additionalProperties: false,
      required: ["finished"],
      properties: { finished: { ...share, description: "Finished share of the files that is enough." } },
      description: "What must be reached before this production is submitted: done, the default, or { finished: 95% }.",
    },
    expect: {
      type: "object",
      additionalProperties: false,
      required: ["files"],
      properties: {
        files: {
          type: "integer",
          minimum: 1,
          maximum: 10000000,
          description: "Number of files in it. The plan is computed from it.",
        },
      },
      description: "What the data hold. Needed where SHREK cannot know: datasets, tasks, and before seeds.",
    },
  },
} as const;

/** What a step reads of one input. */
export const stepInput = {
  type: "object",
  "x-wrong-kind": "write { from: VALUE }",
  additionalProperties: false,
  required: ["from"],
  properties: {
    from: { type: "string", maxLength: 80, description: "A step of this production, or a name under `inputs`." },
    output: { type: "string", maxLength: 80, description: "Which output of that step, when it has several." },
    filesPerJob: {
      type: "integer",
      minimum: 1,
      maximum: 200,
      description: "Files of this input that one job reads.",
      "x-prun": "--nFilesPerJob, or the count in --secondaryDSs",
    },
    reuse: {
      type: "boolean",
      description: "Secondary inputs only: the same files may serve several jobs.",
      "x-prun": "--reusableSecondary",
    },
    match: {
      type: "string",
      pattern: "^[A-Za-z0-9._*][A-Za-z0-9._-]*([*][A-Za-z0-9._-]+){0,2}[*]?$",
      maxLength: 100,
      "x-expects": "a pattern of letters, digits, dot, underscore, hyphen and at most four single *",
      "x-code": "bad-pattern",
      description: "Only files whose name holds this; * stands for anything. `expect` counts those that do.",
      "x-prun": "--match, or the pattern in --secondaryDSs",
    },
    exclude: {
      type: "string",
      pattern: "^[A-Za-z0-9._*][A-Za-z0-9._-]*([*][A-Za-z0-9._-]+){0,2}[*]?$",
      maxLength: 100,
      "x-expects": "a pattern of letters, digits, dot, underscore, hyphen and at most four single *",
      "x-code": "bad-pattern",
      description:
        "Primary input only: without files whose name holds this; * stands for anything. `expect` counts what is left.",
      "x-prun": "--antiMatch",
    },
    skip: {
      type: "integer",
      minimum: 1,
      maximum: 10000000,
      description: "So many files at the beginning are left out.",
      "x-prun": "--nSkipFiles, or the skip in --secondaryDSs",
    },
    repeat: {
      type: "integer",
      minimum: 2,
      maximum: 100,
      description:
        "Primary input from outside only: its files are read so many times, to raise the statistics of what is mixed with them.",
      "x-prun": "--inDS with the name as often",
    },
  },
} as const;
