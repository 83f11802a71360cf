import { closed, textOfForm, whole } from "../text/schema-parts.ts";
import { addressPattern } from "./git-address.ts";
import { stepInput } from "./input-schemas.ts";
import { share, sharedOptions, token } from "./option-schemas.ts";
import { tableSchema } from "./table-schema.ts";

const outputNameSchema = {
  pattern: "^[A-Za-z0-9]([A-Za-z0-9._-]|[{]run(:[1-9])?[}])*$",
  maxLength: 80,
  "x-expects":
    "a plain file name of letters, digits, dot, underscore and hyphen: PanDA refuses other characters, and packs wildcards into one archive",
  "x-code": "bad-output-name",
  "x-instead":
    'no folder and no pattern. Files of which nobody knows the number: { name: DST.root, files: "DST_*.root" }',
} as const;

const output = {
  type: ["string", "object"],
  ...outputNameSchema,
  additionalProperties: false,
  required: ["name"],
  properties: {
    name: { type: "string", ...outputNameSchema, "x-such": "DST.root", description: "Name of the file." },
    optional: { type: "boolean", description: "Refused where true: PanDA fails jobs for it." },
    files: {
      type: "string",
      pattern: "^([A-Za-z0-9][A-Za-z0-9._-]*)?[*][A-Za-z0-9._*-]*$",
      maxLength: 80,
      "x-expects":
        "a pattern of letters, digits, dot, underscore, hyphen and *, with at least one *, such as DST_*.root",
      "x-code": "bad-pattern",
      description:
        "For an unknown number of files: all that fit this pattern are files of the output `name`, the only one.",
      "x-also": ["pattern", "regex", "glob"],
    },
    packs: {
      type: "string",
      pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*[*][A-Za-z0-9._*-]*$",
      maxLength: 80,
      "x-expects": "a pattern with * that begins with a letter or digit, such as DST_*.root",
      "x-code": "bad-pattern",
      description:
        "For an unknown number of files: those that fit this pattern are packed into `name`, which ends in .tar. Steps of this production get the files.",
    },
    minBytes: { ...whole(1, 1000000000000), description: "A file of fewer bytes counts as missing." },
  },
  description: "The name of a file, or a mapping with `name`, `optional`, `files`, `packs` and `minBytes`.",
} as const;

const resource = {
  type: ["string", "object"],
  minLength: 1,
  maxLength: 200,
  additionalProperties: false,
  required: ["git", "commit", "path"],
  properties: {
    git: {
      type: "string",
      pattern: addressPattern,
      maxLength: 300,
      "x-expects": "an https address of a git repository, with a host in lower case, a plain path and no login",
      "x-code": "bad-git-resource",
      description: "A repository on a host that the conventions allow.",
    },
    commit: {
      ...textOfForm("^[0-9a-f]{40}$", "a full commit of 40 hex digits: a branch or a tag may move", "bad-git-resource"),
      description: "`shrek bump --resources` moves it.",
    },
    path: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      "x-such": "'macros/*.C'",
      description: "A glob in that repository.",
    },
    branch: {
      ...token,
      pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]*$",
      description: "Where `shrek bump --resources` looks; else the repository's own branch.",
    },
  },
  description:
    "A glob in the production's folder, `shared:` and a glob in _shared, or a mapping with git, commit and path.",
} as const;

export const stepSchema = {
  ...closed,
  "x-elsewhere": {
    keys: ["gpu", "gpus", "nGPU", "disk", "scratch", "workDisk"],
    hint: "PanDA takes neither GPU nor disk of a step: name under `sites` queues that have them",
  },
  required: ["out", "run"],
  properties: {
    in: {
      type: "array",
      minItems: 1,
      // No limit of PanDA's: a calorimeter's job reads 63 streams. Two digits are what `when` and runGen are proven with.
      maxItems: 99,
      "x-wrong-kind": "write it as a list: [{ from: VALUE }]",
      "x-also": ["input", "inputs", "reads", "inDS"],
      description:
        'What a job reads. The first, the primary input, drives the splitting. Each is a bash array of its name: with `from: hits`, "${hits[@]}" is all files, $hits the first. Inputs that descend from the same files are joined by identity.',
      items: stepInput,
    },
    out: {
      type: "array",
      minItems: 1,
      maxItems: 10,
      uniqueItems: true,
      "x-such": "[hits.root]",
      description: "Files that every job makes, at least one.",
      "x-also": ["output", "outDS"],
      "x-prun": "--outputs",
      items: output,
    },
    jobs: {
      ...whole(1, 100000),
      "x-such": "10",
      description: "Number of jobs of a step without inputs; else the files set it.",
      "x-prun": "--nJobs",
    },
    table: tableSchema,
    copyInputs: {
      type: "boolean",
      description: "Copies all input files to the job's disk, where a site would read over the network.",
      "x-prun": "--forceStaged",
    },
    eventsPerJob: {
      ...whole(1, 1000000000),
      description: "Events a job makes or reads, exported as nEvents.",
      "x-also": ["nEvents", "nEventsPerJob", "events", "numberOfEvents", "totalEvents", "nEventsTotal"],
      "x-per": "jobs",
    },
    build: {
      ...token,
      description: "Software release of this step, where the conventions allow it; else the request's.",
    },
    ...sharedOptions,
    when: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern: "^ *!?[A-Za-z][A-Za-z0-9_]* *((&&|\\|\\|) *[A-Za-z][A-Za-z0-9_]* *)?$",
      "x-expects":
        "one input, two joined by && or ||, such as calo || tracks; or !calo, to run when the step that makes it failed",
      "x-code": "bad-condition",
      description: "`calo || tracks` runs as soon as either input is made, `!calo` if it could not be made.",
      "x-prun": "when of CWL v1.2",
    },
    seed: {
      ...closed,
      "x-write": "write nothing: each job has a unique number as $uniqueId; or seed: { max: 900000000 }",
      minProperties: 1,
      properties: {
        stream: { ...token, description: "Who shares a stream never gets the same number. Default: `TAG.STEP`." },
        max: {
          ...whole(1, 9007199254740991),
          description: "The largest number that the generator takes; by default 2147483647.",
        },
      },
      description: "Where a stream of `uniqueId` is shared, or the generator has a largest seed.",
    },
    parameters: {
      type: "object",
      maxProperties: 100,
      propertyNames: {
        pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
        maxLength: 64,
        "x-expects": "a shell variable name: letters, digits and underscore, not beginning with a digit",
        "x-code": "bad-parameter-name",
      },
      additionalProperties: {
        type: ["string", "integer", "number", "boolean"],
        maxLength: 4000,
        minimum: -9007199254740991,
        maximum: 9007199254740991,
        "x-beyond": "put it in quotes, so that nobody rounds it",
        description: "Text, a number, or true or false. Larger numbers would be rounded: put them in quotes.",
      },
      description: "Exported to the payload, quoted.",
      "x-also": ["env", "environment", "variables", "params", "args", "arguments"],
    },
    resources: {
      type: "array",
      minItems: 1,
      maxItems: 100,
      description: "Files that the jobs need.",
      "x-also": ["files", "macros", "scripts", "extFile"],
      items: resource,
    },
    estimate: {
      ...closed,
      minProperties: 1,
      description: "Expected cost, for reviewers. It sets no limit, and must fit `walltime`.",
      properties: {
        seconds: {
          type: "number",
          minimum: 0.001,
          maximum: 1000000,
          "x-unit": "seconds",
          description: "CPU seconds per event.",
        },
        megabytes: {
          type: "number",
          minimum: 0.001,
          maximum: 1000000,
          "x-unit": "MB",
          description: "MB of output per event.",
        },
      },
    },
    checks: {
      ...closed,
      required: ["run"],
      description: "What a job does behind its payload: if its outputs are not good it fails.",
      properties: {
        run: {
          type: "string",
          minLength: 1,
          maxLength: 65536,
          description: "Bash that reads the outputs by their own names and prints JSON. Any exit code but 0 fails.",
          "x-write": "write `run: |`, and the commands on the lines below it, without -",
        },
        events: {
          ...share,
          description: 'The share of `eventsPerJob` that the outputs must hold, as `run` prints { "events": N }.',
        },
      },
    },
    validates: {
      type: "boolean",
      description:
        "No other production reads data of the steps that this one reads before all its jobs have succeeded.",
      "x-also": ["validate", "validation", "gate", "judges"],
    },
    run: {
      type: "string",
      minLength: 1,
      maxLength: 65536,
      description: "The payload: bash, or the name of a script among the resources.",
      "x-write": "write `run: |`, and the commands on the lines below it, without -",
      "x-also": ["script", "command", "commands", "cmd", "payload", "executable"],
      "x-prun": "--exec",
    },
  },
} as const;

const {
  in: _in,
  out: _out,
  run: _run,
  checks: _checks,
  validates: _validates,
  when: _when,
  resources: _resources,
  ...options
} = stepSchema.properties;

/** What a variant may change of a step: its options. With other inputs, files or commands it is another request. */
export const variantStepSchema = { ...closed, minProperties: 1, properties: options } as const;
