import { closed, closedWith, whole } from "../text/schema-parts.ts";
import { maxStepName, stepName } from "../text/step-name.ts";
import { share } from "./option-schemas.ts";

const runListPath = {
  minLength: 1,
  maxLength: 200,
  pattern: "^(shared:)?[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$",
  "x-expects": "the name of a file in this folder, such as runs.txt; or shared: and one in _shared",
  "x-code": "bad-run-list",
} as const;

/** Where the submissions of a production come from that is one for each run, and in which order they go. */
export const runsSchema = {
  ...closed,
  "x-write": "write { list: runs.txt }; or { from: INPUT, files: 100 } for a dataset that grows",
  description:
    "One submission for each run of a list, or for files of a dataset that grows. Neither new runs nor new files need a new version.",
  properties: {
    list: {
      type: ["string", "array"],
      ...runListPath,
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
      items: { type: "string", ...runListPath },
      "x-such": "runs.txt",
      description: "File of this folder, or `shared:` and one of _shared, with one run a line; or several such files.",
    },
    from: {
      type: "string",
      pattern: `^${stepName}$`,
      maxLength: maxStepName,
      "x-expects": "the name of an entry of `inputs`",
      description: "Instead of `list`: the input whose new files become runs, `files` at a time.",
    },
    files: {
      ...whole(1, 500),
      "x-such": "100",
      description: "With `from`: how many files a run has. May change without a new version, for runs to come.",
    },
    atMost: {
      ...whole(1, 10000),
      description:
        "The most runs at PanDA at one time, of all versions; the others wait. May change without a new version.",
    },
    first: {
      ...closedWith({
        runs: {
          ...whole(1, 1000),
          "x-such": "10",
          description: "How many go first: the lowest numbers of those that can be submitted.",
        },
        good: {
          ...share,
          "x-wrong-kind": "write it in percent, such as 80%",
          description: "The share that must be `done` or `completed-partially`; a withdrawn or closed run is not good.",
        },
      }),
      "x-write": "write { runs: 10, good: 80% }, with your numbers",
      description:
        "A few runs of each version go first; the others follow when enough of them ended well. May change without a new version.",
    },
  },
} as const;
