/** How an experiment names tags, datasets and files. */
export const template = { type: "string", minLength: 1, maxLength: 200 } as const;
export const scope = {
  type: "string",
  pattern: "^(user|group[0-9]{0,2})\\.[a-z0-9-]+$",
  "x-expects": "user.<nickname> or group.<vo>",
  "x-code": "bad-conventions",
} as const;

export const namesSchema = {
  type: "object",
  additionalProperties: false,
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
        "How files are called for people, such as `{name}[-{run:8}][-{segment:5}]{suffix}`: `shrek files` prints it. Keys are `{name}` and `{suffix}` of the output, `{tag}`, its fields, `{version}`, `{step}`, `{build}`, `{conditions}`, `{run}`, and those of `names` in requests. `{run:8}` has eight digits; what is in brackets is left out where a file does not have it.",
    },
  },
} as const;

export const addressesSchema = {
  type: "object",
  maxProperties: 20,
  description:
    "Where files are, by a name of your own, such as `root: root://dcache.example.org//sphenix/{rucio}`: `shrek files --as NAME` prints it. Keys are `{file}`, `{dataset}`, `{scope}`, `{tag}`, `{version}`, `{step}`, `{run}` (with digits as in `names.file`), and `{rucio}`, the path that Rucio gives a file of a storage with hashed names.",
  propertyNames: {
    pattern: "^[a-z][a-z0-9-]*$",
    maxLength: 20,
    "x-expects": "lower-case letters, digits and hyphen",
    "x-code": "bad-conventions",
  },
  additionalProperties: {
    type: "string",
    minLength: 1,
    maxLength: 300,
    pattern: "^[^\\s]+$",
    "x-expects": "an address or a path without a blank",
    "x-code": "bad-conventions",
  },
} as const;

const takenPart = {
  type: "object",
  additionalProperties: false,
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
  type: "object",
  additionalProperties: false,
  required: ["template", "fields"],
  properties: {
    template: {
      ...template,
      "x-such": '"{campaign}-{physics}"',
      description: "How a tag is built; it contains every field, as `{FIELD}`.",
    },
    fields: {
      type: "object",
      minProperties: 1,
      additionalProperties: { type: "object" },
      "x-such": "{ campaign: { type: string } }",
      description:
        "A JSON Schema for each field, whose `examples` are shown where a value does not fit. Its name is a letter, then letters and digits, such as `q2`. The templates of `shrek new` have every field.",
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
        "Words that contradict a value of a field, in names of steps, values of parameters and resources: `minbias` contradicts `signal`. A warning.",
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
} as const;
