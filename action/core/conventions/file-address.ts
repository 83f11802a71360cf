import { hash } from "node:crypto";
import { fileKeys, fileName } from "./file-template.ts";

/** What is known of every file that a job made. */
export type PlacedFile = {
  readonly tag: string;
  readonly version: string;
  readonly run: number | undefined;
  readonly step: string;
  readonly dataset: string;
  readonly file: string;
};

/** Rucio's scope of a data set of PanDA: of users and groups the first two parts of its name. */
export const scopeOf = (dataset: string): string => {
  const parts = dataset.split(".");
  return parts.slice(0, /^(user|group)/.test(dataset) ? 2 : 1).join(".");
};

/** As Rucio's algorithm `hash` has it (rucio/rse/translation.py). */
const rucioPath = (scope: string, file: string): string => {
  const digest = hash("md5", `${scope}:${file}`);
  const folder = /^(user|group)/.test(scope) ? scope.replaceAll(".", "/") : scope;
  return `${folder}/${digest.slice(0, 2)}/${digest.slice(2, 4)}/${file}`;
};

/** `undefined`: the template names a run, and the file has none. */
export const fileAddress = (template: string, of: PlacedFile): string | undefined => {
  const { tag, version, run, step, dataset, file } = of;
  const scope = scopeOf(dataset);
  return fileName(template, {
    ...{ tag, version, step, dataset, file, scope, rucio: rucioPath(scope, file) },
    ...(run === undefined ? {} : { run: String(run) }),
  });
};

const known = ["file", "dataset", "scope", "tag", "version", "step", "run", "rucio"];

/** What is wrong with a template of addresses; `undefined`: nothing. */
export const addressFault = (template: string): string | undefined => {
  const keys = fileKeys(template);
  const [strange] = [...template.matchAll(/\{([^{}]*)\}/g)]
    .flatMap(([, key = ""]) => key.replace(/:[1-9]$/, ""))
    .filter((key) => !known.includes(key));
  if (strange !== undefined) return `{${strange}} is unknown; known are ${known.map((key) => `{${key}}`).join(", ")}.`;
  return keys.includes("file") || keys.includes("rucio")
    ? undefined
    : "All files would have one address: it needs {file} or {rucio}.";
};
