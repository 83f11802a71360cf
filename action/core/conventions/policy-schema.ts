import { upkeepKinds } from "../command/form-names.ts";
import type { Verb } from "../command/verbs.ts";
import { closed, closedWith, whole } from "../text/schema-parts.ts";

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

const app = {
  type: "string",
  maxLength: 100,
  pattern: "^[a-z0-9](-?[a-z0-9])*$",
  "x-expects": "the name of a GitHub App as its address has it, such as shrek-productions",
  "x-code": "bad-conventions",
} as const;

const above = {
  ...closed,
  minProperties: 1,
  description: "Holds when one of these is exceeded or unknown.",
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
  ...closed,
  minProperties: 1,
  description: "Holds when all its conditions do, and always without any.",
  properties: {
    above,
    scope: { enum: ["trial", "release"], description: "Holds for trials only, or for releases only." },
    build: { enum: ["moving"], description: "Holds for builds that `releases.build` keeps from releases." },
    by: {
      ...logins,
      "x-such": '["@some-user"]',
      description: "Who approves; else the owners, or anybody with write permission.",
    },
    count: { ...whole(1, 10), description: "How many of them; 1 without it." },
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
  priority: logins,
  withdraw: logins,
  close: logins,
  adopt: logins,
  accept: logins,
  declare: logins,
  expire: logins,
  trial: logins,
  extend: logins,
  freeze: logins,
  unfreeze: logins,
  yes: logins,
} as const satisfies Readonly<Record<Verb, typeof logins>>;

export const policySchema = {
  ...closed,
  minProperties: 1,
  description: "Who approves what, and who may command what.",
  properties: {
    approvals: {
      type: "array",
      minItems: 1,
      maxItems: 50,
      description:
        "Approvals besides those of the owners. A rule holds when all its conditions do, and always without any.",
      items: approval,
    },
    trials: {
      ...closed,
      required: ["jobs"],
      description:
        "Lets `/shrek trial` submit a pull request before its merge and without an approval. In the conventions furthest up.",
      properties: {
        jobs: { ...whole(1, 100000), "x-such": "20", description: "Most jobs of one trial, all its steps together." },
        coreHours: {
          type: "number",
          minimum: 0,
          maximum: 1e12,
          description: "Most core-hours of one trial, counted as in `above`; unknown is too many.",
        },
      },
    },
    runs: {
      ...closed,
      minProperties: 1,
      description:
        "Of pull requests that append runs to lists and change nothing else. In the conventions furthest up.",
      properties: {
        coreHoursPerDay: {
          type: "number",
          minimum: 0,
          maximum: 1e12,
          description:
            "Most core-hours, counted as in `above`, of runs merged on one day (UTC) without an approval. A pull request fits as a whole or not at all; approved ones use nothing of it.",
        },
        app: {
          ...app,
          description: "The GitHub App whose workflow appends runs. People may approve what it alone wrote.",
        },
      },
    },
    form: {
      ...closed,
      required: ["app"],
      description:
        "Lets people with write permission request productions by the issue form. In the conventions furthest up.",
      properties: {
        app: {
          ...app,
          "x-such": "shrek-productions",
          description:
            "The GitHub App that makes pull requests of issues and of `/shrek extend`; their authors are who wrote the issue or the command.",
        },
        by: { ...logins, "x-such": '["@some-user"]', description: "Others who may use it." },
        strangersPerDay: {
          ...whole(1, 100),
          description: "Lets everybody use it; after so many pull requests a day (UTC) strangers wait.",
        },
      },
    },
    upkeep: {
      ...closedWith({
        app: {
          ...app,
          "x-such": "shrek-productions",
          description: "The GitHub App that opens them. People may approve what it alone wrote.",
        },
        of: {
          type: "array",
          minItems: 1,
          uniqueItems: true,
          items: { enum: upkeepKinds },
          "x-such": "[inputs]",
          description:
            "inputs: productions that are read, within their major. resources: commits of other repositories, which need one approval more.",
        },
      }),
      description:
        "Pull requests for what a request names and what is newer now, by `upkeep.yml`. In the conventions furthest up.",
    },
    commands: {
      ...closed,
      minProperties: 1,
      description: "By verb who may use it, of those with write permission; else all of them.",
      properties: ofEachVerb,
    },
  },
} as const;
