import { parseArgs } from "node:util";
import type { Theme } from "./model/themes.ts";

/** What a proof was asked for. Only whole numbers that are not negative: bounds that nobody can read would play nothing and call it proven. */
export type Wanted = {
  readonly most: number;
  readonly kills: number;
  readonly chaos: number;
  readonly liars: number;
  readonly poor: number;
  readonly waiting: number;
  readonly limits: number;
  readonly seed: number;
  readonly until: string | undefined;
  readonly themes: readonly Theme[];
};

const options = {
  most: { type: "string", default: "100" },
  kills: { type: "string", default: "0" },
  chaos: { type: "string", default: "0" },
  liars: { type: "string", default: "0" },
  poor: { type: "string", default: "0" },
  waiting: { type: "string", default: "0" },
  limits: { type: "string", default: "0" },
  seed: { type: "string", default: "1" },
  until: { type: "string" },
  theme: { type: "string" },
} as const;

/** A sentence where the arguments ask for nothing that there is. */
export const wantedOf = (args: readonly string[], themes: readonly Theme[]): Wanted | string => {
  try {
    const { values } = parseArgs({ args: [...args], options });
    return {
      most: whole("most", values.most),
      kills: whole("kills", values.kills),
      chaos: whole("chaos", values.chaos),
      liars: whole("liars", values.liars),
      poor: whole("poor", values.poor),
      waiting: whole("waiting", values.waiting),
      limits: whole("limits", values.limits),
      seed: whole("seed", values.seed),
      until: values.until,
      themes: themesNamed(themes, values.theme),
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const whole = (option: string, text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${option} is a whole number from 0 to 999,999,999, not "${text}"`);
  return Number(text);
};

const themesNamed = (all: readonly Theme[], asked: string | undefined): readonly Theme[] => {
  const chosen = asked === undefined ? all : all.filter(({ name }) => name === asked);
  if (chosen.length > 0) return chosen;
  throw new Error(`--theme: there is no "${asked}" among ${all.map(({ name }) => name).join(", ")}`);
};
