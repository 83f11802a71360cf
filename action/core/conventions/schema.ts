import { namesSchema, scope, template } from "./names-schema.ts";
import { policySchema } from "./policy-schema.ts";
import { wideningKeys } from "./widening-keys.ts";

/**
 * What an experiment decides, as data: `productions/conventions.yaml`. The tag's field schemas inside are JSON
 * Schema themselves and are interpreted, because a validator made at build time cannot know them.
 * Addresses of PanDA and secrets do not belong here.
 */
const takenPart = {
  type: "object",
  additionalProperties: false,
  properties: {
    drop: {
      type: "string",
      minLength: 1,
      maxLength: 5,
      description: "Characters that are removed: `.` makes pro001 of pro.001.",
    },
  },
} as const;

export const conventionsSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "SHREK conventions",
  type: "object",
  additionalProperties: false,
  required: [
    "conventions",
    "experiment",
    "tag",
    "version",
    "names",
    "scopes",
    "labels",
    "vo",
    "workingGroup",
    "sites",
    "monitor",
  ],
  properties: {
    conventions: { const: 1 },
    experiment: { type: "string", minLength: 1, maxLength: 60 },
    tag: {
      type: "object",
      additionalProperties: false,
      required: ["template", "fields"],
      properties: {
        template,
        fields: {
          type: "object",
          minProperties: 1,
          additionalProperties: { type: "object" },
          description: "A JSON Schema for each field.",
        },
        taken: {
          type: "object",
          additionalProperties: false,
          description: "Parts of the template that are taken from other keys of the request.",
          properties: { build: takenPart, conditions: takenPart },
        },
        contradicts: {
          type: "object",
          description:
            "Words that contradict a value of a field, in names of steps, values of parameters and resources: minbias contradicts signal.",
          additionalProperties: {
            type: "object",
            additionalProperties: {
              type: "array",
              maxItems: 50,
              items: { type: "string", minLength: 2, maxLength: 40 },
            },
          },
        },
      },
    },
    version: {
      type: "object",
      additionalProperties: false,
      required: ["style"],
      properties: {
        style: {
          enum: ["semver", "integer", "pattern"],
          description: "semver: 1.2.0. integer: v001, one part. pattern: as `pattern` says.",
        },
        pattern: {
          type: "string",
          minLength: 3,
          maxLength: 200,
          description: "Style pattern: a regular expression with named groups, some of major, minor and patch.",
        },
        example: {
          type: "string",
          minLength: 1,
          maxLength: 40,
          description: "Style pattern: a version, for messages.",
        },
      },
    },
    software: {
      type: "object",
      additionalProperties: false,
      description: "A JSON Schema each for what `build` and `conditions` of a request may hold.",
      properties: {
        build: { type: "object" },
        conditions: { type: "object" },
        stepBuilds: { const: true, description: "Steps may have a `build` of their own, of the same rules." },
      },
    },
    releases: {
      type: "object",
      additionalProperties: false,
      description: "Further conditions for releases, as JSON Schemas. They do not apply to trials.",
      properties: { build: { type: "object" }, conditions: { type: "object" } },
    },
    datasets: {
      type: "object",
      description:
        "A JSON Schema for names of input datasets. With it a name may hold / anywhere; without it only at its end.",
    },
    gitHosts: {
      type: "array",
      maxItems: 50,
      uniqueItems: true,
      description: "Hosts from which requests may take resources by git.",
      items: {
        type: "string",
        pattern: "^[a-z0-9.-]+(:[0-9]{1,5})?$",
        maxLength: 100,
        "x-expects": "the name of a host, such as github.com",
        "x-code": "bad-conventions",
      },
    },
    mayWiden: {
      type: "array",
      minItems: 1,
      maxItems: 50,
      description: "What conventions of folders below may widen. Without it they only narrow.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["keys"],
        properties: {
          folder: {
            type: "string",
            pattern: "^[A-Za-z0-9_-][A-Za-z0-9._/-]*$",
            maxLength: 200,
            "x-expects": "a folder beside the conventions, such as heavy-flavour",
            "x-code": "bad-conventions",
            description: "Conventions in this folder and below it. Without it: in all folders below.",
          },
          keys: { type: "array", minItems: 1, uniqueItems: true, items: { enum: wideningKeys } },
        },
      },
    },
    ceiling: {
      type: "object",
      additionalProperties: false,
      minProperties: 1,
      description: "What one production may take, whoever approves it.",
      properties: {
        coreHours: {
          type: "integer",
          minimum: 1,
          maximum: 1000000000,
          description: "Core-hours of all its steps, by their `estimate`.",
        },
        memory: {
          type: "integer",
          minimum: 100,
          maximum: 64000,
          description: "MB per core that a step may ask for with `memory`.",
        },
      },
    },
    runs: {
      type: "object",
      additionalProperties: false,
      required: ["first", "last"],
      description: "Run numbers of the data-taking period: a run list may hold no others.",
      properties: {
        first: { type: "integer", minimum: 1, maximum: 99999999, description: "First run of the period." },
        last: { type: "integer", minimum: 1, maximum: 99999999, description: "Last run that there can be." },
      },
    },
    noSiteAfter: {
      type: "number",
      minimum: 0.1,
      maximum: 1000,
      description:
        "Hours in which no site has taken any task of a submission, after which a person is called. Without it 6.",
    },
    policy: policySchema,
    ledger: {
      const: "every-collaborator-may-write-it",
      description:
        "Releases are submitted although no GitHub App is the only writer of the ledger. In the conventions furthest up; without it only trials are.",
    },
    templates: {
      type: "object",
      maxProperties: 50,
      description: "Templates for `shrek new`: folders that hold a production.yaml and its files.",
      propertyNames: {
        pattern: "^[a-z][a-z0-9-]*$",
        maxLength: 40,
        "x-expects": "lower-case letters, digits and hyphen",
        "x-code": "bad-conventions",
      },
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        required: ["folder", "description"],
        properties: {
          folder: {
            type: "string",
            pattern: "^[A-Za-z0-9_-][A-Za-z0-9._/-]*$",
            maxLength: 200,
            "x-expects": "a folder beside the conventions, such as _templates/simulation",
            "x-code": "bad-conventions",
          },
          description: { type: "string", minLength: 1, maxLength: 200 },
        },
      },
    },
    names: namesSchema,
    scopes: {
      type: "object",
      additionalProperties: false,
      required: ["trial", "release"],
      properties: { trial: scope, release: scope },
    },
    labels: {
      type: "object",
      additionalProperties: false,
      required: ["trial", "release"],
      properties: { trial: { enum: ["test", "user", "managed"] }, release: { enum: ["test", "user", "managed"] } },
      description: "prodSourceLabel of trials and releases.",
    },
    vo: {
      type: "string",
      pattern: "^[a-z0-9]+$",
      maxLength: 40,
      "x-expects": "a VO name",
      "x-code": "bad-conventions",
    },
    workingGroup: {
      type: "string",
      pattern: "^[A-Za-z0-9_-]+$",
      maxLength: 40,
      "x-expects": "a working group name",
      "x-code": "bad-conventions",
    },
    sites: {
      type: "object",
      minProperties: 1,
      propertyNames: {
        pattern: "^[A-Za-z0-9_-]+$",
        maxLength: 64,
        "x-expects": "a PanDA site name",
        "x-code": "bad-conventions",
      },
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        required: ["state"],
        properties: {
          state: { enum: ["online", "offline"] },
          setup: {
            type: "string",
            minLength: 1,
            maxLength: 1000,
            pattern: "^[^\\r\\n]*$",
            "x-expects": "one line of bash",
            "x-code": "bad-conventions",
            description: "Runs before the payload, outside strict mode. One line of bash.",
          },
        },
      },
    },
    monitor: {
      type: "string",
      pattern: "^https?://[^\\s]+$",
      maxLength: 200,
      "x-expects": "the address of a BigPanDA monitor",
      "x-code": "bad-conventions",
    },
  },
} as const;
