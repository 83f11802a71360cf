import { readFileSync } from "node:fs";

/** A mutant by its number, and the file that it changes. */
export type Asked = { readonly number: number; readonly file: string };

/** What the driver gives to the process that judges a room; written to the file that `MUTANTS_TASK` names. */
export type Task = {
  /** Switched files by their absolute path. */
  readonly texts: readonly (readonly [path: string, text: string])[];
  readonly tests: readonly string[];
  readonly asked: readonly Asked[];
  /** Where the fates go. */
  readonly answer: string;
};

export const taskVariable = "MUTANTS_TASK";
/** From the driver of this very program. */
export const readTask = (): Task => JSON.parse(readFileSync(process.env[taskVariable] ?? "", "utf8"));
