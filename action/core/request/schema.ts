/**
 * The request language, version 1. This constant is the one source: types, validator, editor schema and
 * `docs/` are made from it. `x-prun` names the prun option that a key becomes (panda-wire: prun essentials),
 * `x-expects` says in words what a pattern wants, `x-code` the problem code of a broken pattern.
 * Every integer has a maximum, so that YAML's silently rounded integers are refused.
 */
const sites = {
  type: "array",
  items: { type: "string", maxLength: 64 },
  minItems: 1,
  maxItems: 20,
  uniqueItems: true,
  description: "Sites that may run the jobs, as the conventions list them.",
  "x-prun": "--site",
} as const;
const maxAttempt = {
  type: "integer",
  minimum: 1,
  maximum: 50,
  description: "How often PanDA tries a job before it counts as failed.",
  "x-prun": "--maxAttempt",
} as const;
const memory = {
  type: "integer",
  minimum: 100,
  maximum: 64000,
  description: "Memory in MB per core.",
  "x-prun": "--memory",
} as const;
const cores = { enum: [1, 8], description: "Cores a job, 1 or 8.", "x-prun": "--nCore" } as const;
const walltime = {
  type: "integer",
  minimum: 1,
  maximum: 168,
  description: "Longest wall time of a job in hours. The requested cost is computed from it.",
  "x-prun": "--maxWalltime",
} as const;
const cpuTimePerEvent = {
  type: "integer",
  minimum: 1,
  maximum: 10000000,
  description: "CPU time an event in HS06 seconds.",
  "x-prun": "--cpuTimePerEvent",
} as const;

const token = {
  type: "string",
  pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
  maxLength: 80,
  "x-expects": "letters, digits, dot, underscore and hyphen, beginning with a letter or digit",
  "x-code": "bad-token",
} as const;

const step = {
  type: "object",
  additionalProperties: false,
  required: ["out", "run"],
  properties: {
    in: {
      type: "array",
      minItems: 1,
      maxItems: 8,
      description:
        'What a job reads. The first is the primary input: it drives the splitting and is IN1; the others are IN2, IN3 ... Each is a bash array of file names: "${IN1[@]}" is all of them, $IN1 only the first.',
      items: {
        type: "object",
        additionalProperties: false,
        required: ["from", "filesPerJob"],
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
        },
      },
    },
    out: {
      type: "array",
      minItems: 1,
      maxItems: 10,
      uniqueItems: true,
      description: "Files that every job makes.",
      "x-prun": "--outputs",
      items: {
        type: "string",
        pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        maxLength: 80,
        "x-expects":
          "a plain file name of letters, digits, dot, underscore and hyphen: PanDA refuses other characters, and packs wildcards into one archive",
        "x-code": "bad-output-name",
      },
    },
    jobs: {
      type: "integer",
      minimum: 1,
      maximum: 100000,
      description: "Number of jobs of a step without input. With inputs, their files decide.",
      "x-prun": "--nJobs",
    },
    eventsPerJob: {
      type: "integer",
      minimum: 1,
      maximum: 1000000000,
      description: "Events a job makes or reads. Exported to the payload as nEvents.",
    },
    memory,
    cores,
    walltime,
    cpuTimePerEvent,
    maxAttempt,
    sites,
    seed: {
      type: "object",
      additionalProperties: false,
      properties: {
        stream: {
          ...token,
          description: "Submissions that share a stream get seeds that never overlap. Default: <tag>.<step>.",
        },
        digits: {
          type: "integer",
          minimum: 1,
          maximum: 10,
          description: "uniqueId is padded with zeros to this width.",
        },
      },
      description:
        "Each job gets a seed of its own as uniqueId, from a range that no other submission of the stream has.",
      "x-prun": "%RNDM",
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
        description: "Text, a number, or true or false. Larger numbers would be rounded: put them in quotes.",
      },
      description: "Exported to the payload, quoted.",
    },
    resources: {
      type: "array",
      minItems: 1,
      maxItems: 100,
      description: "Files of the production's folder that the jobs need, as globs.",
      items: { type: "string", minLength: 1, maxLength: 200 },
    },
    run: {
      type: "string",
      minLength: 1,
      maxLength: 65536,
      description: "The payload: bash, or the name of a script among the resources. Runs under `set -eo pipefail`.",
      "x-prun": "--exec",
    },
  },
} as const;

export const requestSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "SHREK production request",
  type: "object",
  additionalProperties: false,
  required: ["schema", "version", "tag", "description", "contact", "build", "conditions", "steps"],
  properties: {
    schema: { const: 1, description: "Version of the request language." },
    version: {
      type: "string",
      maxLength: 40,
      description: "Version of this production: three numbers such as 1.2.0, or 1.2.0-test.3 for a trial.",
    },
    tag: {
      type: "object",
      description: "The fields of the tag. Their allowed values come from the conventions.",
      additionalProperties: { type: "string", maxLength: 80 },
    },
    description: { type: "string", minLength: 1, maxLength: 500, description: "One line for people." },
    contact: {
      type: "array",
      minItems: 1,
      maxItems: 10,
      uniqueItems: true,
      description: "Who answers questions: GitHub logins with @.",
      items: {
        type: "string",
        pattern: "^@[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:/[A-Za-z0-9._-]{1,100})?$",
        "x-expects": "a GitHub login or team with @, such as @some-user",
        "x-code": "bad-contact",
      },
    },
    build: { ...token, description: "Software release on CVMFS, such as ana.418." },
    conditions: { ...token, description: "Global tag of the conditions database." },
    inputs: {
      type: "object",
      maxProperties: 20,
      description: "Data from outside this production.",
      propertyNames: {
        pattern: "^[A-Za-z][A-Za-z0-9]*$",
        maxLength: 40,
        "x-expects": "letters and digits, beginning with a letter",
        "x-code": "bad-input-name",
      },
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        required: ["dataset", "expect"],
        properties: {
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
            description: "What the dataset holds; nobody can compute it, so it is written down and reviewed.",
          },
        },
      },
    },
    defaults: {
      type: "object",
      additionalProperties: false,
      description: "Options for every step that does not say otherwise.",
      properties: { memory, cores, walltime, cpuTimePerEvent, maxAttempt, sites },
    },
    steps: {
      type: "object",
      minProperties: 1,
      maxProperties: 100,
      description: "The workflow. Names become part of dataset names.",
      propertyNames: {
        pattern: "^[A-Za-z][A-Za-z0-9]*$",
        maxLength: 40,
        "x-expects": "letters and digits, beginning with a letter",
        "x-code": "bad-step-name",
      },
      additionalProperties: step,
    },
    submit: {
      enum: ["auto", "hold", "never"],
      description:
        "auto: the merge submits. hold: not yet; a new version with auto sends it. never: history, not to be run.",
    },
    rerun: {
      type: "string",
      minLength: 1,
      maxLength: 500,
      description: "Why the same content runs again: allows a patch bump without a change.",
    },
    acknowledge: {
      type: "array",
      maxItems: 50,
      description: "Warnings that were read and are meant so.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["code", "reason"],
        properties: {
          code: { type: "string", maxLength: 60 },
          reason: { type: "string", minLength: 1, maxLength: 500 },
        },
      },
    },
  },
} as const;
