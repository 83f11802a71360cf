import type { Breach } from "./breach.ts";
import type { Calls } from "./moments.ts";
import type { Answer } from "./panda.ts";
import type { Moment, Turns } from "./turns.ts";
import type { ModelWorld } from "./world.ts";

export type Played = {
  /** `ghosts`: files that PanDA's daemon could submit then. */
  readonly moments: readonly { readonly moment: Moment; readonly ghosts: number }[];
  readonly breaches: readonly Breach[];
  /** How all stood in the end. */
  readonly end: string;
};

/** The story as it goes on. */
export type Stage = {
  readonly world: ModelWorld;
  readonly calls: Calls;
  readonly turns: Turns;
  readonly moments: Played["moments"][number][];
  readonly breaches: Breach[];
  /** Workflow names that were submitted, each as often as it was. */
  readonly submits: string[];
  /** Tasks that PanDA got an order for, each as often as it did. */
  readonly ordered: number[];
  /** What PanDA does with the next call. */
  answer: Answer;
  processes: number;
};
