import { closed, whole } from "../text/schema-parts.ts";

/** Where in a request a listed name may stand, as its author writes it. */
const listedKeys =
  "build, conditions, container, sites, destination, dataset, contact, owner, tag.FIELD or parameters.NAME";

/** What there is: names that requests may use, written here or in a file that a workflow keeps fresh. */
export const listsSchema = {
  type: "array",
  minItems: 1,
  maxItems: 50,
  description: "Names that exist: a request with another is refused. Lists of all conventions above count.",
  items: {
    ...closed,
    required: ["of"],
    properties: {
      of: {
        type: "array",
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
        items: {
          type: "string",
          pattern:
            "^(build|conditions|container|sites|destination|dataset|contact|owner|tag[.][A-Za-z][A-Za-z0-9]*|parameters[.][A-Za-z_][A-Za-z0-9_]*)$",
          maxLength: 80,
          "x-expects": `a key of requests: ${listedKeys}`,
          "x-code": "bad-conventions",
        },
        description: `The keys of requests whose values must be in it: ${listedKeys.replaceAll(/[A-Za-z.]+[A-Za-z](?=,| or|$)/g, "`$&`")}.`,
      },
      names: {
        type: "array",
        minItems: 1,
        maxItems: 10_000,
        uniqueItems: true,
        items: { type: "string", minLength: 1, maxLength: 300 },
        description: "The names.",
      },
      file: {
        type: "string",
        pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        maxLength: 80,
        "x-expects": "the name of a file in the folder _lists beside the conventions, such as releases.txt",
        "x-code": "bad-conventions",
        description: "Instead of `names`: a file of the folder `_lists` beside the conventions, with one name a line.",
      },
      days: { ...whole(1, 3650), description: "How old the file may be, by its first line `# as of 2026-11-28`." },
    },
  },
} as const;
