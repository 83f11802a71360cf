import { sha256 } from "../text/canonical-json.ts";
import type { Intent, TaskNames } from "./event.ts";

/** Twelve hex digits for a submission, equal for all its attempts and different for every repository. Not a secret. */
export const submissionLabel = (repository: string, tag: string, version: string, run: number | undefined): string =>
  sha256(`${repository}\n${tag}\n${version}\n${run ?? 0}`).slice(0, 12);

/** With it all names at iDDS begin that this repository makes, and no others. */
export const requestPrefix = (repository: string): string => `shrek-${repository}-`;

/** The iDDS request name (SAFETY S4). No underscore: iDDS looks names up with SQL LIKE, where it matches anything. */
export const workflowName = (repository: string, label: string, attempt: number): string =>
  `${requestPrefix(repository)}${label}-a${attempt}`;

/** By it rules of ours are found again in Rucio. */
export const ruleComment = ({ repository, label }: Pick<Intent, "repository" | "label">): string =>
  `${requestPrefix(repository)}${label}`;

/** Carried in osInfo, which survives into each task as `termCondition`: at most 100 characters. */
export const fingerprint = (repository: string, label: string, attempt: number, contentDigest: string): string =>
  `shrek-${repository}-${label}-a${attempt}-${contentDigest.slice(0, 16)}`;

/** Whether a task carries our mark, whichever attempt made it. */
export const isOurs = (seen: string, repository: string, label: string, contentDigest: string): boolean =>
  seen.startsWith(`shrek-${repository}-${label}-a`) && seen.endsWith(`-${contentDigest.slice(0, 16)}`);

/** PanDA numbers tasks from 000 in an order that depends on the server: before a check, each step may have any number. */
export const candidateNames = ({ outDS, steps }: Pick<Intent, "outDS" | "steps">): TaskNames =>
  Object.fromEntries(
    steps.map((step) => [step, steps.map((_, number) => `${outDS}_${String(number).padStart(3, "0")}_${step}`)]),
  );

/** Whether data of this name, with or without Rucio's scope, are those of an outDS: a container of a task, or one of its datasets. */
export const isMadeBy = (outDS: string, name: string): boolean => {
  const own = name.slice(name.lastIndexOf(":") + 1);
  return own.startsWith(`${outDS}_`) || own.startsWith(`${outDS}/`) || own === outDS;
};

/** Whose data it is of these steps, as far as the name says it. */
export const stepsInName = ({ outDS, steps }: Pick<Intent, "outDS" | "steps">, name: string): readonly string[] => {
  const rest = name.slice(name.lastIndexOf(":") + 1 + outDS.length);
  const named = steps.filter((step) => new RegExp(`^_\\d{3}_${step}(?:[_/]|$)`).test(rest));
  return named.length === 0 ? steps : named;
};

export const allNames = (names: TaskNames): readonly string[] => Object.values(names).flat();
