import { foreignLimits } from "../action/adapters/foreign/git-foreign.ts";
import { isRule } from "../action/core/conventions/narrower-rule.ts";
import { requestSchema } from "../action/core/request/schema.ts";
import { deepest, largestRequest, maxNodes } from "../action/core/text/read-yaml.ts";
import { largestFile, maxOfRequest, maxOfValidation } from "../action/core/text/source-file.ts";
import { maxCutJobs } from "../action/core/validate/cutting/cut-sizes.ts";
import { maxRuns } from "../action/core/validate/runs/run-lists.ts";
import { maxInCellLength } from "../action/core/validate/tables/cells.ts";
import { maxCells, maxColumns, maxRows } from "../action/core/validate/tables/tables.ts";
import { ordinaryLimits } from "../action/core/validate/validation-limits.ts";
import { table } from "./made-tables.ts";

/** What docs/limits.md says of a request and of a check: the constants and the schema. */
export const limitsTables = (): string =>
  [
    table(["of", "at most", "problem"], ofRequest),
    table(
      ["entries of", "at most"],
      [...Map.groupBy(entryLimits(requestSchema), ({ most }) => most)]
        .toSorted(([one], [other]) => one - other)
        .map(([most, lists]) => [lists.map(({ path }) => `\`${path}\``).join(", "), String(most)]),
    ),
  ].join("\n\n");

const number = (value: number): string => value.toLocaleString("en-US");
const size = (bytes: number): string => `${number(bytes / 1024 / 1024)} MiB`;

const ofRequest: readonly (readonly string[])[] = [
  [
    "`production.yaml`",
    `${size(largestRequest)}, ${number(maxNodes)} values with aliases written out, ${deepest} levels`,
    "`too-large`, `yaml-alias`, `nested-too-deep`",
  ],
  ["a file that it names", size(largestFile), "`too-large`"],
  ["all files that it names; an empty one counts as 512 bytes", size(maxOfRequest), "`too-many-bytes`"],
  ["the files of its steps, before they are packed", size(maxOfRequest), "`sandbox-too-large`"],
  ["the same, packed, which is PanDA's limit", size(largestFile), "`sandbox-too-large`"],
  [
    "a table of jobs",
    `${number(maxRows)} rows, ${maxColumns} columns, ${number(maxCells)} values, ${number(maxInCellLength)} characters a value`,
    "`bad-table`, `out-of-range`",
  ],
  ["jobs of a step that are cut from lists of files", number(maxCutJobs), "`bad-file-list`"],
  ["runs in its lists", number(maxRuns), "`bad-run-list`"],
  [
    "a commit of another repository",
    `${size(foreignLimits.bytes)} in ${foreignLimits.milliseconds / 1000} s`,
    "`git-unreachable`",
  ],
  ["all files that the requests of a check name", size(maxOfValidation), "`too-many-bytes`"],
  [
    "a check",
    `${ordinaryLimits.seconds} s, ${number(ordinaryLimits.megabytes)} MB of memory`,
    "`validation-too-large`",
  ],
];

type EntryLimit = { readonly path: string; readonly most: number };

/** Every list and mapping of the language that has a limit. What `defaults` and a variant change has the limit of what they change. */
const entryLimits = (rule: unknown, path: readonly string[] = []): readonly EntryLimit[] => {
  if (!isRule(rule) || path[0] === "defaults" || (path[0] === "variants" && path.length > 2)) return [];
  const most = rule["maxItems"] ?? rule["maxProperties"];
  const keys = isRule(rule["properties"]) ? Object.entries(rule["properties"]) : [];
  return [
    ...(typeof most === "number" ? [{ path: path.join("."), most }] : []),
    ...keys.flatMap(([key, inner]) => entryLimits(inner, [...path, key])),
    ...[rule["additionalProperties"], rule["items"]].flatMap((inner) => entryLimits(inner, [...path, "*"])),
  ];
};
