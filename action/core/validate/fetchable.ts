import type { ConventionsRead } from "../conventions/read-conventions.ts";
import type { Problem } from "../problems/problem.ts";
import type { ProductionSource } from "../text/source-file.ts";
import { validateProduction } from "./validate-production.ts";

/** All else was checked, and every problem may come from the absence of these files, which `source` lacks yet. */
export const isFetchable = (source: ProductionSource, conventions: ConventionsRead | undefined): boolean =>
  validateProduction({ ...source, foreign: [] }, conventions).every(({ problems }) => problems.every(mayWait));

const mayWait = ({ severity, code }: Problem): boolean => severity !== "error" || wanting.has(code);

/** Problems that only missing files cause. */
const wanting: ReadonlySet<Problem["code"]> = new Set(["git-unreachable", "missing-script"]);
