import validateConventions from "../generated/validate-conventions.js";
import type { Problem } from "../problems/problem.ts";
import { readYaml } from "../text/read-yaml.ts";
import { schemaProblems } from "../text/schema-problems.ts";
import type { ProductionSource } from "../text/source-file.ts";
import type { Conventions } from "./conventions.ts";
import type { ListsRead } from "./read-lists.ts";
import { conventionsSchema } from "./schema.ts";
import {
  checkAddresses,
  checkContainer,
  checkFileTemplate,
  checkFreeze,
  checkKeepTimes,
  checkLists,
  checkNews,
  checkOutDS,
  checkPeriod,
  checkReasons,
  checkSchemaRules,
  checkScope,
  checkTagRules,
  checkVersionStyle,
  validateTemplateText,
} from "./validate-conventions.ts";
import { validatePolicy } from "./validate-policy.ts";

export type ConventionsRead =
  | {
      readonly kind: "read";
      readonly conventions: Conventions;
      /** Lists of these conventions and of those above; without them no name is held against a list. */
      readonly listed?: readonly ListsRead[];
    }
  | { readonly kind: "unreadable"; readonly problems: readonly Problem[] };

/** Those nearest to a production. `undefined`: there are none. */
export const conventionsNearest = ({
  conventions,
}: Pick<ProductionSource, "conventions">): ConventionsRead | undefined =>
  conventions === undefined ? undefined : readConventions(conventions.file, conventions.bytes);

export const readConventions = (file: string, bytes: Uint8Array): ConventionsRead => {
  // Read at every start: positions are only looked up when something is wrong.
  const read = readYaml(file, bytes, "first-reading");
  if (read.kind === "unreadable") return read;
  const where = { file, places: read.places };
  if (!isConventions(read.value)) {
    return {
      kind: "unreadable",
      problems: schemaProblems(where, conventionsSchema, read.value, validateConventions.errors ?? []),
    };
  }
  const conventions = read.value;

  const problems = [
    ...checkTagRules(where, conventions),
    ...checkNews(where, conventions),
    ...checkOutDS(where, conventions),
    ...checkPeriod(where, conventions),
    ...checkKeepTimes(where, conventions),
    ...checkContainer(where, conventions),
    ...checkFileTemplate(where, conventions),
    ...checkAddresses(where, conventions),
    ...checkScope(where, conventions),
    ...validateTemplateText(where, conventions),
    ...checkSchemaRules(where, conventions),
    ...checkFreeze(where, conventions),
    ...checkReasons(where, conventions),
    ...checkLists(where, conventions),
    ...checkVersionStyle(where, conventions),
    ...validatePolicy(where, conventions),
  ];
  return problems.length === 0 ? { kind: "read", conventions } : { kind: "unreadable", problems };
};

const isConventions = (value: unknown): value is Conventions => validateConventions(value);
