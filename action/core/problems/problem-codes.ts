import { conventionsCodes } from "./codes/conventions.ts";
import { habitCodes } from "./codes/copy-paste.ts";
import type { Explained, Weight } from "./codes/explained.ts";
import { fileCodes } from "./codes/files.ts";
import { importCodes } from "./codes/imports.ts";
import { payloadCodes } from "./codes/payloads.ts";
import { runCodes } from "./codes/runs.ts";
import { shapeCodes } from "./codes/shape.ts";
import { tableCodes } from "./codes/tables.ts";
import { togetherCodes } from "./codes/together.ts";
import { slipCodes } from "./codes/typos.ts";
import { versionCodes } from "./codes/versions.ts";
import { wiringCodes } from "./codes/wiring.ts";

/** Every code of problems, which never changes its meaning. `docs/problems.md` is made from this table. */
export const problemCodes = {
  ...shapeCodes,
  ...conventionsCodes,
  ...versionCodes,
  ...wiringCodes,
  ...tableCodes,
  ...togetherCodes,
  ...habitCodes,
  ...fileCodes,
  ...runCodes,
  ...payloadCodes,
  ...slipCodes,
  ...importCodes,
} as const;

export type ProblemCode = keyof typeof problemCodes;

/** Added to a message that has no hint of its own; `undefined`: the message says it, or there is no general hint. */
export const defaultHint = (code: ProblemCode): string | undefined => {
  const explained: Explained = problemCodes[code];
  if (explained.isHint !== true) return undefined;
  const words = explained.wayOut.replace(/\.$/, "");
  return `${words.slice(0, 1).toLowerCase()}${words.slice(1)}`;
};

/** `undefined`: not a matter of how sure somebody is. */
export const weightOf = (code: ProblemCode): Weight | undefined => {
  const explained: Explained = problemCodes[code];
  return explained.weight;
};
