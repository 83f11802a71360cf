import type { Verb } from "../command/verbs.ts";

/** Logins only: the token of a workflow cannot read who is in a team. */
const logins = {
  type: "array",
  minItems: 1,
  maxItems: 100,
  uniqueItems: true,
  description: "GitHub logins with @, such as [@some-user].",
  items: {
    type: "string",
    maxLength: 40,
    pattern: "^@[A-Za-z0-9][A-Za-z0-9_-]*$",
    "x-expects": "a GitHub login with @, such as @some-user; teams and addresses cannot be looked up here",
    "x-code": "bad-conventions",
  },
} as const;

const above = {
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  description: "Holds when one of these is exceeded, or when nobody knows how much it will be.",
  properties: {
    coreHours: {
      type: "number",
      minimum: 0,
      maximum: 1e12,
      description: "Core-hours that the request allows: jobs x cores x walltime x maxAttempt of all its steps.",
    },
    storageGB: {
      type: "number",
      minimum: 0,
      maximum: 1e12,
      description: "GB of output, by the `estimate` of every step.",
    },
  },
} as const;

const approval = {
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  description: "Holds when all its conditions do, and asks for approvals besides those of the owners.",
  properties: {
    above,
    scope: { enum: ["trial", "release"], description: "Holds for trials only, or for releases only." },
    build: {
      enum: ["moving"],
      description: "Holds for builds that change under their name: those that `releases.build` keeps from releases.",
    },
    by: { ...logins, description: "Who approves. Without it: the owners, or else anybody with write permission." },
    count: { type: "integer", minimum: 1, maximum: 10, description: "How many of them; 1 without it." },
  },
} as const;

const ofEachVerb = {
  status: logins,
  help: logins,
  submit: logins,
  retry: logins,
  kill: logins,
  finish: logins,
  pause: logins,
  resume: logins,
  move: logins,
  withdraw: logins,
  close: logins,
  adopt: logins,
  accept: logins,
  trial: logins,
  yes: logins,
} as const satisfies Readonly<Record<Verb, typeof logins>>;

export const policySchema = {
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  description: "Who approves what, and who may command what.",
  properties: {
    approvals: {
      type: "array",
      minItems: 1,
      maxItems: 50,
      description: "Approvals besides those of the owners in CODEOWNERS. Every rule that holds is to be met.",
      items: approval,
    },
    trials: {
      type: "object",
      additionalProperties: false,
      required: ["jobs"],
      description:
        "Lets `/shrek trial` submit the head of a pull request before it is merged, within these limits. Without it nobody can; in the conventions furthest up, and a folder below may set lower limits.",
      properties: {
        jobs: {
          type: "integer",
          minimum: 1,
          maximum: 100000,
          description: "Most jobs of one trial, all its steps together.",
        },
        coreHours: {
          type: "number",
          minimum: 0,
          maximum: 1e12,
          description:
            "Most core-hours that one trial may request: jobs x cores x walltime x maxAttempt of all its steps.",
        },
      },
    },
    runs: {
      type: "object",
      additionalProperties: false,
      minProperties: 1,
      description:
        "Of pull requests that append runs to lists and change nothing else. In the conventions furthest up; a folder below may set a lower limit.",
      properties: {
        coreHoursPerDay: {
          type: "number",
          minimum: 0,
          maximum: 1e12,
          description:
            "Most core-hours of runs that are merged on one day (UTC) and need no approval: jobs x cores x walltime x maxAttempt of all their steps. Where a walltime is missing, approval is needed.",
        },
        app: {
          type: "string",
          maxLength: 100,
          pattern: "^[a-z0-9](-?[a-z0-9])*$",
          "x-expects": "the name of a GitHub App as its address has it, such as shrek-productions",
          "x-code": "bad-conventions",
          description:
            "The GitHub App whose workflow appends runs. What it wrote may be approved by people, who are then not its authors.",
        },
      },
    },
    commands: {
      type: "object",
      additionalProperties: false,
      minProperties: 1,
      description: "Who may use a verb in comments, by verb. Without it: everybody with write permission.",
      properties: ofEachVerb,
    },
  },
} as const;
