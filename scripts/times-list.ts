import { times } from "../action/core/times/times.ts";

/** What docs/limits.md says of times: one line for each that something is decided by. */
export const timesList = (): string =>
  Object.values(times)
    .map(({ decides, milliseconds, clock, because }) => {
      const whose = clock === "PanDA" ? " of PanDA" : "";
      return `- **${durationOf(milliseconds)}${whose}** ${decides}: ${because}`;
    })
    .join("\n");

const units = [
  [24 * 3600, "days"],
  [3600, "h"],
  [60, "min"],
  [1, "s"],
] as const;

/** In the largest unit of which there are at least two. */
const durationOf = (milliseconds: number): string => {
  const [size, unit] = units.find(([one]) => milliseconds / 1000 >= 2 * one) ?? [1, "s"];
  return `${milliseconds / 1000 / size} ${unit}`;
};
