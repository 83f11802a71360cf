import { chance } from "../../fuzz/chance.ts";
import type { Schedule } from "./disturbance.ts";
import { play } from "./play.ts";
import type { Played } from "./stage.ts";
import type { Theme } from "./themes.ts";

export type Story = { readonly schedule: Schedule; readonly played: Played };
export type Explored = {
  /** By the number of disturbances: how many stories there are that continue one that is fine, and how many were played. */
  readonly levels: readonly { readonly stories: number; readonly played: number }[];
  /** For each broken rule the first story: none that was played with fewer disturbances breaks it. */
  readonly broken: ReadonlyMap<string, Story>;
};

export type Bounds = {
  /** Of a level with more stories, so many are played, chosen by the seed. */
  readonly most: number;
  readonly seed: number;
  /** The first story that breaks this rule is enough; "": none is. */
  readonly until: string;
};

/** Shortest stories first. */
export const explore = async ({ depth, calls, shape, at }: Theme, { most, seed, until }: Bounds): Promise<Explored> => {
  const broken = new Map<string, Story>();
  const levels: Explored["levels"][number][] = [];
  let schedules: readonly Schedule[] = [[]];
  for (let level = 0; level <= depth; level++) {
    const chosen = someOf(schedules, most, seed + level);
    const fine: Story[] = [];
    for (const schedule of chosen) {
      const story = { schedule, played: await play(schedule, calls, shape) };
      for (const { rule } of story.played.breaches) if (!broken.has(rule)) broken.set(rule, story);
      // What is broken already is not made longer.
      if (story.played.breaches.length === 0) fine.push(story);
      if (broken.has(until)) return { levels, broken };
    }
    levels.push({ stories: schedules.length, played: chosen.length });
    schedules = fine.flatMap((story) => longer(story, at));
  }
  return { levels, broken };
};

/** One disturbance more, behind the last one. */
const longer = ({ schedule, played: { moments } }: Story, whatAt: Theme["at"]): readonly Schedule[] => {
  const last = schedule.at(-1)?.at ?? -1;
  return moments.flatMap(({ moment, ghosts }, at) =>
    at <= last ? [] : whatAt(moment, ghosts).map((what): Schedule => [...schedule, { at, what }]),
  );
};

const someOf = (schedules: readonly Schedule[], most: number, seed: number): readonly Schedule[] => {
  if (schedules.length <= most) return schedules;
  const drawn = chance(seed);
  const rest = [...schedules];
  return Array.from({ length: most }, () => rest.splice(drawn.below(rest.length), 1)[0] ?? []);
};
