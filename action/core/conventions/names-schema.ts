import { closed, ofForm, textOfForm } from "../text/schema-parts.ts";
/** How an experiment names tags, datasets and files. */
export const template = { type: "string", minLength: 1, maxLength: 200 } as const;
export const scope = {
  ...textOfForm("^(user|group[0-9]{0,2})\\.[A-Za-z0-9-]+$", "user.<nickname> or group.<vo>", "bad-conventions"),
} as const;

export const namesSchema = {
  ...closed,
  required: ["outDS"],
  properties: {
    outDS: {
      ...template,
      "x-such": '"{scope}.{tag}.v{version}.b{run}"',
      description: "How datasets begin: `{scope}.` first, then `{tag}`, `{version}` and `{run}` somewhere.",
    },
    file: {
      ...template,
      description:
        "How `shrek files` calls files for people, such as `{name}[-{run:8}][-{segment:5}]{suffix}`. Keys are `{name}` and `{suffix}` of the output, `{tag}`, its fields, `{version}`, `{step}`, `{build}`, `{conditions}`, `{run}`, and those of `names` in requests. What is in brackets is left out where a file does not have it.",
    },
  },
} as const;

export const addressesSchema = {
  type: "object",
  maxProperties: 20,
  description:
    "Where files are, for `shrek files --as NAME`, such as `root: root://dcache.example.org//sphenix/{rucio}`. Keys are `{file}`, `{dataset}`, `{scope}`, `{tag}`, `{version}`, `{step}`, `{run}`, and `{rucio}`, the path that Rucio gives a file of a storage with hashed names.",
  propertyNames: {
    ...ofForm("^[a-z][a-z0-9-]*$", "lower-case letters, digits and hyphen", "bad-conventions"),
    maxLength: 20,
  },
  additionalProperties: {
    ...textOfForm("^[^\\s]+$", "an address or a path without a blank", "bad-conventions"),
    minLength: 1,
    maxLength: 300,
  },
} as const;

const takenPart = {
  ...closed,
  properties: {
    drop: {
      type: "string",
      minLength: 1,
      maxLength: 5,
      description: "Characters that are removed from it: `.` makes pro001 of pro.001.",
    },
  },
} as const;

export const tagSchema = {
  ...closed,
  required: ["template", "fields"],
  properties: {
    template: {
      ...template,
      "x-such": '"{campaign}-{physics}"',
      description: "How a tag is built of its fields, as `{FIELD}`.",
    },
    fields: {
      type: "object",
      minProperties: 1,
      additionalProperties: { type: "object" },
      "x-such": "{ campaign: { type: string } }",
      description:
        "A JSON Schema for each field, whose `examples` are shown where a value does not fit. Its name is a letter, then letters and digits.",
    },
    taken: {
      ...closed,
      description: "Parts of the template that are taken from other keys of the request.",
      properties: { build: takenPart, conditions: takenPart },
    },
    contradicts: {
      type: "object",
      description: "Words that contradict a value of a field: `minbias` contradicts `signal`. A warning.",
      additionalProperties: {
        type: "object",
        additionalProperties: { type: "array", maxItems: 50, items: { type: "string", minLength: 2, maxLength: 40 } },
      },
    },
  },
} as const;
