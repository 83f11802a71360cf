import { Failure } from "../problems/failure.ts";

/** A number that somebody set in the environment; `undefined`: nobody did. */
export const positive = (env: Readonly<Record<string, string | undefined>>, name: string): number | undefined => {
  const text = env[name];
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (value > 0 && value <= 1_000_000) return value;
  throw new Failure(`${name} is "${text}".`, { wayOut: "Write a number between 0 and 1000000." });
};
