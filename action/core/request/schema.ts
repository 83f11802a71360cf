import { keepExpects, keepForm } from "../text/keep-time.ts";
import { closed, ofForm, textOfForm, whole } from "../text/schema-parts.ts";
import { maxStepName, stepName } from "../text/step-name.ts";
import { externalInput, variantInput } from "./input-schemas.ts";
import { sharedOptions, token } from "./option-schemas.ts";
import { personPattern } from "./person-schema.ts";
import { runsSchema } from "./runs-schema.ts";
import { stepSchema, variantStepSchema } from "./step-schema.ts";

/** A thousand times what the largest campaigns ask for. */
const maxTarget = 1_000_000_000_000_000;

const nameOfArray = (code: "bad-input-name" | "bad-step-name") => ({
  ...ofForm(
    `^${stepName}$`,
    "letters and digits, beginning with a letter, and single _ between them: it is the name of a bash array too",
    code,
  ),
  maxLength: maxStepName,
});

/**
 * The request language, version 1. This constant is the one source: types, validator, editor schema and
 * `docs/` are made from it. `x-prun` names the prun option that a key becomes (PANDA P22),
 * `x-expects` says in words what a pattern wants, `x-code` the problem code of a broken pattern.
 * Every integer has a maximum, so that YAML's silently rounded integers are refused.
 */
export const requestSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "SHREK production request",
  ...closed,
  required: ["schema", "version", "tag", "description", "contact", "build", "conditions", "steps"],
  properties: {
    schema: { const: 1, description: "Version of the request language." },
    version: {
      type: "string",
      maxLength: 40,
      "x-wrong-kind":
        "YAML reads this as a number; write all parts of the version, as the conventions have them, or put it in quotes",
      "x-such": "1.0.0",
      description: "Version of this production: three numbers such as 1.2.0, or 1.2.0-test.3 for a trial.",
    },
    tag: {
      type: "object",
      "x-write": "write its fields one by one, { FIELD: VALUE }, as the conventions name them",
      description: "Fields of the tag, as the conventions allow.",
      additionalProperties: { type: "string", maxLength: 80 },
    },
    description: {
      type: "string",
      minLength: 1,
      maxLength: 500,
      "x-such": "what is made, and for whom",
      description: "One line that describes the production.",
    },
    contact: {
      type: "array",
      minItems: 1,
      maxItems: 10,
      uniqueItems: true,
      "x-such": '["@your-login"]',
      description: "Contact persons: GitHub logins with @.",
      items: { ...textOfForm(personPattern, "a GitHub login or team with @, such as @some-user", "bad-contact") },
    },
    owner: {
      type: "string",
      pattern: personPattern,
      "x-such": '"@your-login"',
      "x-expects": "a GitHub login or team with @, such as @some-user",
      "x-code": "bad-contact",
      description:
        "Who is asked about its data; else the conventions' owner, or the contact. May change without a new version.",
    },
    keep: {
      ...textOfForm(keepForm, keepExpects, "bad-keep"),
      "x-wrong-kind": "write a number with d, w or y behind it, such as 1y, or until and a date",
      "x-such": "1y",
      description:
        "How long Rucio keeps its data from its end, within the conventions. May change without a new version; nothing promised is shortened.",
    },
    events: {
      ...whole(1, maxTarget),
      "x-such": "5000000",
      description: "How many events are wanted, in all versions that extend each other, from the one that brings it.",
    },
    build: { ...token, "x-such": "ana.418", description: "Software release on CVMFS, such as ana.418." },
    conditions: { ...token, "x-such": "MDC2_ana.418", description: "Global tag of the conditions database." },
    inputs: {
      type: "object",
      maxProperties: 200,
      description: "Data from outside this production.",
      propertyNames: nameOfArray("bad-input-name"),
      additionalProperties: externalInput,
    },
    runs: runsSchema,
    defaults: { ...closed, description: "Default options of all steps.", properties: sharedOptions },
    steps: {
      type: "object",
      minProperties: 1,
      maxProperties: 100,
      description: "The workflow. Names become part of dataset names.",
      "x-write": "write the name of each step as a key, with its options below it, and without -",
      propertyNames: nameOfArray("bad-step-name"),
      additionalProperties: stepSchema,
    },
    submit: {
      enum: ["auto", "hold", "never"],
      description: "auto: submitted after the merge. hold: waits for `/shrek submit`. never: only recorded.",
    },
    extends: {
      type: "string",
      minLength: 1,
      maxLength: 40,
      description: "The version of this tag whose sample continues, with new seeds.",
    },
    supersedes: {
      type: "array",
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
      description: "Versions that this production replaces: of this tag, or TAG@VERSION. Their data are kept.",
      items: {
        type: "string",
        pattern: "^([A-Za-z0-9][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9._-]*$",
        maxLength: 170,
        "x-expects": "a version of this tag, or TAG@VERSION",
        "x-code": "bad-supersedes",
      },
    },
    variants: {
      type: ["array", "object"],
      minItems: 1,
      maxItems: 200,
      "x-write": "write a list of variants, or { matrix: { FIELD: [VALUE, VALUE] } }",
      description: "Several productions of one request: each has its own tag, submission and history.",
      additionalProperties: false,
      required: ["matrix"],
      properties: {
        matrix: {
          type: "object",
          minProperties: 1,
          maxProperties: 10,
          description:
            "Instead of a list: fields of the tag, each with its values. Each combination is a variant, its values also in parameters of that name.",
          additionalProperties: {
            type: "array",
            minItems: 1,
            maxItems: 200,
            uniqueItems: true,
            "x-wrong-kind": "write its values as a list: [VALUE, VALUE]",
            items: { type: ["string", "number"], maxLength: 80, minimum: -9007199254740991, maximum: 9007199254740991 },
          },
        },
      },
      items: {
        ...closed,
        required: ["tag"],
        properties: {
          tag: {
            type: "object",
            minProperties: 1,
            description: "Fields of the tag in which this variant differs.",
            additionalProperties: { type: "string", maxLength: 80 },
          },
          version: {
            type: "string",
            maxLength: 40,
            description: "Version of this variant, if it differs from the others.",
          },
          description: {
            type: "string",
            minLength: 1,
            maxLength: 500,
            description: "One line that describes the production.",
          },
          parameters: {
            ...stepSchema.properties.parameters,
            description: "Parameters in which this variant differs, for every step that has them.",
          },
          inputs: {
            type: "object",
            minProperties: 1,
            maxProperties: 200,
            description: "Inputs in which this variant differs, key by key.",
            additionalProperties: variantInput,
          },
          steps: {
            type: "object",
            minProperties: 1,
            maxProperties: 100,
            description:
              "Options of steps in which this variant differs, such as `jobs`; not what a step reads, makes or runs.",
            additionalProperties: variantStepSchema,
          },
        },
      },
    },
    acknowledge: {
      type: "array",
      maxItems: 50,
      description:
        "What the author accepts, with a reason: warnings, errors that docs/problems.md calls certain, `version-without-change`.",
      items: {
        ...closed,
        required: ["code", "reason"],
        properties: {
          code: { type: "string", maxLength: 60 },
          reason: { type: "string", minLength: 1, maxLength: 500 },
          version: {
            type: "string",
            maxLength: 40,
            description: "With `same-physics`: the version that this is said of, and of no later one.",
          },
        },
      },
    },
  },
} as const;
