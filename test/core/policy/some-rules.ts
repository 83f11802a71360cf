import type { Asked } from "../../../action/core/policy/asked.ts";
import { type Rules, readRules } from "../../../action/core/policy/rules.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { conventionsBytes } from "../a-production.ts";

const conventions = new TextDecoder().decode(conventionsBytes);

/** The conventions of the tests with a policy, as YAML of one line. */
export const withPolicy = (policy: string): string => `${conventions}\npolicy: ${policy}\n`;

/** Rules from files, by path. */
export const rulesOf = (files: Readonly<Record<string, string>>): Rules =>
  readRules(Object.entries(files).map(([path, text]) => ({ kind: "file", ...textFile(path, text) })));

export const asked = (changes: Partial<Asked> = {}): Asked => ({
  folder: "productions/x",
  paths: ["productions/x/production.yaml"],
  trial: false,
  builds: ["ana.418"],
  coreHours: 100,
  storageGB: 10,
  ...changes,
});
