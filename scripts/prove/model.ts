import { type Bounds, explore } from "./model/explore.ts";
import { tell } from "./model/story.ts";
import type { Theme } from "./model/themes.ts";

/** Plays the stories of these themes, says how many, and tells the shortest for each broken promise. How many broke. */
export const proveModel = async (
  themes: readonly Theme[],
  bounds: Bounds,
  say: (line: string) => void,
): Promise<number> => {
  let broken = 0;
  for (const theme of themes) {
    const from = performance.now();
    const explored = await explore(theme, bounds);
    const levels = explored.levels.map(({ stories, played }, depth) =>
      played === stories ? `${depth}: all ${played}` : `${depth}: ${played} of ${stories}`,
    );
    const seconds = ((performance.now() - from) / 1000).toFixed(0);
    say(`model, ${theme.name}: stories by number of disturbances ${levels.join(", ")}; ${seconds} s`);
    for (const [rule, story] of explored.broken) say(tell(rule, story));
    broken += explored.broken.size;
  }
  return broken;
};
