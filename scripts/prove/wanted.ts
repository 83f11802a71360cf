import { parseArgs } from "node:util";
import type { Theme } from "./model/themes.ts";
import type { Mutation } from "./mutation.ts";

/** What a proof was asked for. Only whole numbers that are not negative: bounds that nobody can read would play nothing and call it proven. */
export type Wanted<M> = {
  readonly most: number;
  readonly kills: number;
  readonly chaos: number;
  readonly liars: number;
  readonly seed: number;
  readonly until: string | undefined;
  readonly themes: readonly Theme[];
  /** What is changed in the program in place of the proofs. */
  readonly mutations: readonly M[] | undefined;
};

const options = {
  most: { type: "string", default: "100" },
  kills: { type: "string", default: "0" },
  chaos: { type: "string", default: "0" },
  liars: { type: "string", default: "0" },
  seed: { type: "string", default: "1" },
  until: { type: "string" },
  theme: { type: "string" },
  mutations: { type: "boolean", default: false },
  only: { type: "string" },
} as const;

/** A sentence where the arguments ask for nothing that there is. */
export const wantedOf = <M extends Pick<Mutation, "name">>(
  args: readonly string[],
  themes: readonly Theme[],
  mutations: readonly M[],
): Wanted<M> | string => {
  try {
    const { values } = parseArgs({ args: [...args], options });
    const { until, only } = values;
    const bounds = {
      most: whole("most", values.most),
      kills: whole("kills", values.kills),
      chaos: whole("chaos", values.chaos),
      liars: whole("liars", values.liars),
      seed: whole("seed", values.seed),
    };
    if (only !== undefined && !values.mutations) throw new Error("--only chooses among --mutations");
    return {
      ...bounds,
      until,
      themes: named("theme", themes, values.theme, (name) => name === values.theme),
      mutations: values.mutations ? named("only", mutations, only, (name) => name.includes(only ?? "")) : undefined,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const whole = (option: string, text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${option} is a whole number from 0 to 999,999,999, not "${text}"`);
  return Number(text);
};

const named = <T extends { readonly name: string }>(
  option: string,
  all: readonly T[],
  asked: string | undefined,
  isMeant: (name: string) => boolean,
): readonly T[] => {
  const chosen = asked === undefined ? all : all.filter(({ name }) => isMeant(name));
  if (chosen.length > 0) return chosen;
  throw new Error(`--${option}: there is no "${asked}" among ${all.map(({ name }) => name).join(", ")}`);
};
