import { closed, ofForm, whole } from "../text/schema-parts.ts";

/** Names of working groups, as `workingGroup` writes them. */
const groups = {
  propertyNames: { ...ofForm("^[A-Za-z0-9_-]+$", "a working group name", "bad-conventions"), maxLength: 40 },
  type: "object",
  minProperties: 1,
  maxProperties: 100,
} as const;

export const limitsSchema = {
  ...closed,
  minProperties: 1,
  description: "What all productions may take together. In the conventions furthest up.",
  properties: {
    jobs: { ...whole(1, 1000000000), description: "Most jobs at PanDA at one time." },
    shares: {
      ...groups,
      additionalProperties: whole(1, 100),
      "x-such": "{ sphenix: 60 }",
      description: "Percent of `jobs` by `workingGroup`; others share what is left.",
    },
    coreHoursPerMonth: {
      ...groups,
      additionalProperties: whole(1, 1000000000000),
      "x-such": "{ sphenix: 100000 }",
      description: "Core-hours, as in `above`, by `workingGroup`, that may begin in a month (UTC). Others begin none.",
    },
  },
} as const;
