import type { ConventionsRead } from "../conventions/read-conventions.ts";
import type { Problem } from "../problems/problem.ts";
import type { ProductionSource } from "../text/source-file.ts";
import { validateProduction } from "./validate-production.ts";

/**
 * Whether files of other repositories may be fetched for a request: everything that can be checked without them was
 * checked, and every problem may come from their absence. `source` lacks them yet.
 */
export const isFetchable = (source: ProductionSource, conventions: ConventionsRead | undefined): boolean =>
  validateProduction({ ...source, foreign: [] }, conventions).every(({ problems }) => problems.every(mayWait));

const mayWait = ({ severity, code }: Problem): boolean => severity !== "error" || wanting.has(code);

/** Problems that only missing files cause. */
const wanting: ReadonlySet<Problem["code"]> = new Set(["git-unreachable", "missing-script"]);
