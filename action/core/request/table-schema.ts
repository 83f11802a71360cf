/** One column: what its values must be. Without it a value may be any text of one line. */
const column = {
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  properties: {
    type: { enum: ["integer", "number", "text"], description: "What each value must be." },
    minimum: {
      type: "number",
      minimum: -9007199254740991,
      maximum: 9007199254740991,
      description: "Smallest value, for numbers.",
    },
    maximum: {
      type: "number",
      minimum: -9007199254740991,
      maximum: 9007199254740991,
      description: "Largest value, for numbers.",
    },
    values: {
      type: "array",
      minItems: 1,
      maxItems: 200,
      uniqueItems: true,
      items: { type: "string", maxLength: 200 },
      description: "The only possible values.",
    },
  },
} as const;

const file = {
  pattern: "^(shared:)?([A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*\\.csv$",
  maxLength: 200,
  "x-expects":
    "a file in the production's folder whose name ends in .csv, such as jobs.csv; or shared: and one in _shared",
  "x-code": "bad-table",
} as const;

export const tableSchema = {
  type: ["string", "object"],
  ...file,
  additionalProperties: false,
  required: ["file"],
  properties: {
    file: { type: "string", ...file, description: "The CSV file." },
    columns: {
      type: "object",
      minProperties: 1,
      maxProperties: 100,
      description: "What the values of each column must be. The table then has these columns and no other.",
      additionalProperties: column,
    },
  },
  description:
    "A CSV file instead of `jobs`: one job a row. Its columns reach the payload as quoted variables, and `row` is the number of the row, from 1. Or a mapping with `file` and `columns`.",
  "x-prun": "--nJobs",
} as const;
