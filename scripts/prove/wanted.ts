import { readArguments } from "../arguments.ts";
import type { Theme } from "./model/themes.ts";

const options = {
  most: 100,
  kills: 0,
  chaos: 0,
  liars: 0,
  poor: 0,
  waiting: 0,
  limits: 0,
  seed: 1,
  until: "",
  theme: "",
};

/** What a proof was asked for, and the themes that it plays. */
export const wantedOf = (args: readonly string[], themes: readonly Theme[]) => {
  const { theme, ...wanted } = readArguments(args, options);
  return { ...wanted, themes: themesNamed(themes, theme) };
};

const themesNamed = (all: readonly Theme[], asked: string): readonly Theme[] => {
  const chosen = all.filter(({ name }) => asked === "" || name === asked);
  if (chosen.length > 0) return chosen;
  throw new Error(`--theme: there is no "${asked}" among ${all.map(({ name }) => name).join(", ")}`);
};
