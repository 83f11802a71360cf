import { priorities } from "../text/priorities.ts";
import { textOfForm, whole } from "../text/schema-parts.ts";

/** Options that `defaults` may hold too. `x-prun`: the prun option that a key becomes (panda-client 2.2.0). */
const siteNames = {
  type: "array",
  items: { type: "string", maxLength: 64 },
  minItems: 1,
  maxItems: 20,
  uniqueItems: true,
} as const;

export const token = {
  type: "string",
  pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
  maxLength: 80,
  "x-expects": "letters, digits, dot, underscore and hyphen, beginning with a letter or digit",
  "x-code": "bad-token",
} as const;

export const share = {
  ...textOfForm("^(100|[1-9][0-9]?(\\.[0-9]{1,2})?)%$", "a share in percent, such as 95%", "bad-share"),
} as const;

export const sharedOptions = {
  memory: {
    type: ["integer", "array"],
    minimum: 100,
    maximum: 64000,
    minItems: 2,
    maxItems: 5,
    items: { ...whole(100, 64000), "x-unit": "MB" },
    "x-unit": "MB",
    "x-fewer": "write one value as a number, such as `memory: 2000`",
    description:
      "MB per core. With a list such as [2000, 3000, 5000], what died of memory is retried with the next value.",
    "x-also": ["mem", "ram", "memoryMB"],
    "x-prun": "--memory",
  },
  cores: {
    ...whole(1, 64),
    description: "Cores per job, unless the queue has a number of its own. Others than 1 and 8 are of all steps.",
    "x-also": ["cpus", "ncpu", "nCores", "threads"],
    "x-prun": "--nCore for 8",
  },
  walltime: {
    ...whole(1, 168),
    "x-unit": "hours",
    description: "Longest wall time of a job, in hours, for the cost; PanDA ends a job at its queue's limit.",
    "x-also": ["time", "hours", "runtime", "timeLimit"],
    "x-prun": "--maxWalltime with gbPerJob",
  },
  maxAttempt: {
    ...whole(1, 50),
    description: "How often PanDA tries a job.",
    "x-also": ["retries", "retry", "attempts", "maxRetries"],
    "x-prun": "--maxAttempt",
  },
  sites: {
    ...siteNames,
    description: "Sites that may run the jobs, as the conventions list them.",
    "x-prun": "--site",
  },
  excludeSites: { ...siteNames, description: "Sites that may not run the jobs.", "x-prun": "--excludedSite" },
  container: {
    type: "string",
    pattern:
      "^(docker://)?[a-z0-9][A-Za-z0-9._/:-]*(@sha256:[0-9a-f]{64})?$|^/cvmfs(/[A-Za-z0-9_:@-][A-Za-z0-9._:@-]*)+$",
    maxLength: 300,
    "x-expects": "an image such as docker://registry/name@sha256:<64 hex>, or a path below /cvmfs",
    "x-code": "bad-container",
    description: "Image in which the payload runs. A release names it by digest.",
    "x-also": ["image"],
    "x-prun": "--containerImage",
  },
  priority: {
    ...whole(priorities.least, priorities.most),
    description: "Priority of the task. Without the production role the VO's settings decide.",
    "x-prun": "--priority",
  },
  destination: { ...token, description: "Rucio's storage element for all outputs of the step.", "x-prun": "--destSE" },
  accept: { ...share, description: "Finished share of the files that counts as success; by default 100%." },
} as const;
