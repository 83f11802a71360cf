import { closed, whole } from "../text/schema-parts.ts";
import { maxStepName, stepName } from "../text/step-name.ts";
import { share, token } from "./option-schemas.ts";

/** The most files that an input may have. */
export const maxFileCount = 10_000_000;
const maxEventCount = 1_000_000_000_000;

const aColumn = "or a column of the run list, such as segments or 21*segments";
const amount = {
  type: ["integer", "string"],
  minimum: 1,
  pattern: "^([1-9][0-9]{0,4}[*])?[a-z]+$",
  "x-code": "bad-amount",
} as const;

const keyName = {
  pattern: "^[A-Za-z][A-Za-z0-9]*$",
  maxLength: 40,
  "x-expects": "a key of the names of the files, such as segment",
} as const;

/** One key, or several. */
const keyNames = {
  type: ["string", "array"],
  ...keyName,
  minItems: 1,
  maxItems: 5,
  uniqueItems: true,
  items: { type: "string", ...keyName },
} as const;

const filePattern = {
  pattern: "^[A-Za-z0-9._*][A-Za-z0-9._-]*([*][A-Za-z0-9._-]+){0,2}[*]?$",
  maxLength: 100,
  "x-expects": "a pattern of letters, digits, dot, underscore, hyphen and at most four single *",
  "x-code": "bad-pattern",
} as const;

/** Data from outside this production. Exactly one of `production`, `task`, `dataset` and `list` says what it is. */
export const externalInput = {
  ...closed,
  "x-write": 'write { dataset: "NAME", files: NUMBER }, or name a task or a production',
  properties: {
    production: {
      ...token,
      maxLength: 120,
      description: "Tag of the production that makes the data.",
    },
    version: {
      type: "string",
      minLength: 1,
      maxLength: 40,
      description: "Its version. `shrek bump` moves it to the newest of the same major.",
    },
    step: {
      type: "string",
      pattern: `^${stepName}$`,
      maxLength: maxStepName,
      "x-expects": "letters and digits, beginning with a letter, and single _ between them",
      "x-code": "bad-step-name",
      description: "The step of that production whose output is read.",
    },
    output: {
      type: "string",
      pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
      maxLength: 80,
      "x-expects": "a plain file name of letters, digits, dot, underscore and hyphen",
      "x-code": "bad-output-name",
      description: "Output of the step or task.",
    },
    task: {
      ...token,
      pattern: "^[A-Za-z0-9{][A-Za-z0-9._{}-]*$",
      maxLength: 200,
      description: "Name of a task in PanDA, with `output`. {FIELD} as in `dataset`.",
      "x-prun": "--inDS, or the name in --secondaryDSs",
    },
    dataset: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern: "^[A-Za-z0-9{][A-Za-z0-9._:{}/-]*$",
      "x-expects": "a dataset or container name as PanDA and Rucio write it",
      "x-code": "bad-dataset-name",
      description: "Existing dataset or container. {FIELD} stands for a field of the tag, `build` or `conditions`.",
      "x-prun": "--inDS, or the name in --secondaryDSs",
    },
    list: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern: "^(shared:)?[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$",
      "x-expects": "the name of a file in this folder, such as raw.txt; or shared: and one in _shared",
      description:
        "File of this folder, or `shared:` and one of _shared, with one path or address a line, cut into jobs by `by`; the payload opens the files itself.",
    },
    names: {
      type: "string",
      maxLength: 120,
      pattern: "^([A-Za-z0-9_-]|[.]|[{][A-Za-z][A-Za-z0-9]*(:[1-9])?[}])+$",
      "x-expects": "a name for its files such as {stream}.{run:8}.{segment}.evt",
      "x-code": "bad-file-names",
      description:
        "How the files are called, with a key in braces for each part that differs; {run:8} is a number with eight digits. Keys reach the payload as variables.",
      "x-prun": "--addNthFieldOfInFileToLFN",
    },
    require: {
      ...share,
      "x-wrong-kind": "write it in percent, such as 95%",
      description:
        "Finished share of the files before this production is submitted; by default all; a task is then not waited for.",
    },
    when: {
      enum: ["closed"],
      description: "Read when Rucio says that no file will come any more; else as soon as `files` are there.",
    },
    files: {
      ...amount,
      maximum: maxFileCount,
      "x-expects": `a number from 1 to ${maxFileCount}, ${aColumn}`,
      description: "Number of files; required for datasets and tasks, and where `uniqueId` needs the number of jobs.",
    },
    events: {
      ...amount,
      maximum: maxEventCount,
      "x-expects": `a number from 1 to ${maxEventCount}, ${aColumn}`,
      description: "Number of events in all files, where it is known; `eventsPerJob` must agree.",
    },
  },
} as const;

/** What a variant may change of an input. */
export const variantInput = { ...externalInput, minProperties: 1 } as const;

/** What a step reads of one input. */
export const stepInput = {
  ...closed,
  "x-wrong-kind": "write { from: VALUE }",
  "x-elsewhere": {
    keys: ["dataset", "production", "task", "files", "events", "require"],
    hint: "data from outside have a name under `inputs`; write `from:` and that name here",
  },
  required: ["from"],
  properties: {
    from: {
      type: "string",
      maxLength: 80,
      "x-such": "NAME",
      description: "A step of this production, or a name under `inputs`.",
    },
    output: { type: "string", maxLength: 80, description: "Output of that step; needed if it has several." },
    as: {
      type: "string",
      maxLength: 40,
      pattern: "^[A-Za-z][A-Za-z0-9_]*$",
      "x-expects": "a name of bash: letters, digits and underscore, beginning with a letter",
      "x-code": "bad-input-name",
      description: "Name of its bash array, where `from` is taken.",
    },
    filesPerJob: {
      type: ["integer", "string"],
      minimum: 1,
      maximum: 200,
      pattern: "^all$",
      "x-expects": "1 to 200, or all",
      "x-beyond": "write `filesPerJob: all`: one job reads every file",
      description: "Files of this input per job, in a row by name. With `all` one job reads every file.",
      "x-prun": "--nFilesPerJob and --maxNFilesPerJob, or the count in --secondaryDSs",
    },
    eventsPerFile: {
      ...whole(1, 1000000000),
      description:
        "First input only, with `filesPerJob: 1`: events of each file, divided among jobs of `eventsPerJob`. firstEvent is the first of a job, from 0.",
      "x-also": ["nEventsPerFile"],
      "x-prun": "--nEventsPerFile and --nEventsPerJob",
    },
    gbPerJob: {
      ...whole(1, 100),
      description: "First input only: GB per job, instead of `filesPerJob`. The number of jobs is unknown before.",
      "x-prun": "--nGBPerJob",
    },
    maxFilesPerJob: {
      ...whole(1, 200),
      description: "With `gbPerJob`: most files per job.",
      "x-prun": "--maxNFilesPerJob",
    },
    maxFiles: {
      ...whole(1, maxFileCount),
      description: "First input only: the most files to read.",
      "x-prun": "--nFiles",
    },
    reuse: {
      type: "boolean",
      description: "Secondary inputs only: the same files may serve several jobs. Else each is read once.",
      "x-prun": "--reusableSecondary",
    },
    by: {
      ...keyNames,
      description:
        "Of a list: a job reads all its files of equal keys. The first input makes the jobs; another has some of its keys, or without `by` is read whole.",
    },
    complete: {
      ...closed,
      "x-write": "write { each: host, of: run, atLeast: 18 }, with your keys",
      required: ["each", "of"],
      description: "With `by`: makes a job only with a file of each host, say, of its run, and the run has so many.",
      properties: {
        each: { type: "string", ...keyName, description: "The key whose values must all be there; none of `by`." },
        of: { ...keyNames, description: "Of which files the values are counted: keys of `by`, such as run." },
        atLeast: { ...whole(1, 1000), description: "The fewest values; 1 by default." },
      },
    },
    group: {
      ...keyNames,
      description: "First input only: a job reads the `filesPerJob` files of equal keys; with fewer it fails.",
      "x-prun": "--addNthFieldOfInFileToLFN",
    },
    match: {
      type: ["string", "array"],
      ...filePattern,
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
      items: { type: "string", ...filePattern },
      description:
        "Only files whose name contains this, or one of several; * matches anything. `files` counts only these.",
      "x-prun": "--match, or the pattern in --secondaryDSs",
    },
    exclude: {
      type: "string",
      ...filePattern,
      description: "Primary input only: no files whose name contains this. `files` counts the others.",
      "x-prun": "--antiMatch",
    },
    skip: {
      ...whole(1, 10000000),
      description: "Files to skip at the beginning.",
      "x-prun": "--nSkipFiles, or the skip in --secondaryDSs",
    },
    repeat: {
      ...whole(2, 100),
      description:
        "Primary input from outside only: how often its files are read, without `uniqueId` and `job`, not with `seed` or `maxFiles`.",
      "x-prun": "--inDS with the name as often",
    },
  },
} as const;
