import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { type Mutant, sameMutant, type Validated } from "./mutant.ts";

/** A mutant that may live, and why: it means the same, or what it changes is accepted. */
export type Accepted = Mutant & { readonly why: string };

const listPath = new URL("accepted.json", import.meta.url);

export const readAccepted = async (): Promise<readonly Accepted[]> => {
  const list: unknown = JSON.parse(await readFile(listPath, "utf8"));
  if (!Array.isArray(list)) throw new Error("accepted.json is not a list");
  return list.map(toAccepted);
};

const toAccepted = (value: unknown, index: number): Accepted => {
  const part = (name: string): string => {
    const text = typeof value === "object" && value !== null ? Object.entries(value).find(([key]) => key === name) : [];
    if (typeof text?.[1] !== "string") throw new Error(`accepted.json: entry ${index + 1} has no "${name}"`);
    return text[1];
  };
  const why = part("why");
  if (why.trim() === "") throw new Error(`accepted.json: entry ${index + 1} says no reason`);
  return { file: part("file"), line: part("line"), original: part("original"), mutation: part("mutation"), why };
};

/** Mutants that live and are not on the list. */
export const strangers = <One extends Validated>(
  validated: readonly One[],
  accepted: readonly Accepted[],
): readonly One[] =>
  validated.filter((mutant) => mutant.fate !== "killed" && !accepted.some((one) => sameMutant(one, mutant)));

/** Killed mutants that the list names: their entry is out of date, unless another of the same texts lives. */
export const noticedNow = <One extends Validated>(
  validated: readonly One[],
  accepted: readonly Accepted[],
): readonly One[] =>
  validated.filter(
    (mutant) =>
      mutant.fate === "killed" &&
      accepted.some((one) => sameMutant(one, mutant)) &&
      !validated.some((one) => one.fate !== "killed" && sameMutant(one, mutant)),
  );

/** Entries about these files that none of their mutants is any more; and all about files that are not there. */
export const gone = (
  accepted: readonly Accepted[],
  files: readonly string[],
  mutants: readonly Mutant[],
): readonly Accepted[] =>
  accepted.filter((one) =>
    files.includes(one.file) ? !mutants.some((mutant) => sameMutant(one, mutant)) : !existsSync(one.file),
  );
