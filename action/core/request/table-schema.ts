export const tableSchema = {
  type: "string",
  pattern: "^(shared:)?([A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*\\.csv$",
  maxLength: 200,
  "x-expects":
    "a file in the production's folder whose name ends in .csv, such as jobs.csv; or shared: and one in _shared",
  "x-code": "bad-table",
  description: "A CSV file instead of `jobs`: one job a row. Its columns are variables of the payload.",
  "x-prun": "--nJobs",
} as const;
