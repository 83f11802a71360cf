/** A reconcile of the model. It runs the real flow; each of its calls waits until it has the turn. */
export type Process = {
  readonly name: string;
  /** Who it logged in as. */
  user: string;
  dead: boolean;
  /** Milliseconds of its own clock. */
  clock: number;
};

/** One call of a process, before or behind its effect. */
export type Moment = { readonly process: string; readonly call: string; readonly when: "before" | "after" };

/** The moment before a pass has done anything. */
export const passBegins = "the pass begins";

/** What may happen at a moment. It returns when the process goes on; it may never return: then the process has died. */
export type AtMoment = (process: Process, moment: Moment) => Promise<void>;

/**
 * One process acts at a time; the others stand where they are. Whoever is interrupted goes on when the one that
 * interrupted it has ended, died or was interrupted itself.
 */
export const takeTurns = () => {
  const standing: Process[] = [];
  const waiting = new Map<Process, (() => void)[]>();
  let acting: Process | undefined;
  let allEnded: () => void = () => undefined;

  const give = (process: Process): void => {
    acting = process;
    for (const go of waiting.get(process) ?? []) go();
    waiting.delete(process);
  };
  const turnOf = (process: Process): Promise<void> =>
    acting === process
      ? Promise.resolve()
      : new Promise((go) => {
          waiting.set(process, [...(waiting.get(process) ?? []), go]);
        });
  const leave = (process: Process): void => {
    const at = standing.indexOf(process);
    if (at >= 0) standing.splice(at, 1);
    if (acting !== process) return;
    const next = standing.pop();
    if (next === undefined) {
      acting = undefined;
      allEnded();
    } else give(next);
  };
  const start = (process: Process, work: () => Promise<void>): void => {
    give(process);
    void work().then(() => {
      if (!process.dead) leave(process);
    });
  };
  return {
    /** Waits until this process may act. */
    turnOf,
    /** This process and all that it lets run, until nobody is left. */
    run: (process: Process, work: () => Promise<void>): Promise<void> =>
      new Promise((resolve) => {
        allEnded = resolve;
        start(process, work);
      }),
    /** Another one goes first: the one that stands longest, or a new one. */
    letRun: (process: Process, fresh: () => readonly [Process, () => Promise<void>]): Promise<void> => {
      const other = standing.shift();
      standing.push(process);
      if (other === undefined) start(...fresh());
      else give(other);
      return turnOf(process);
    },
    /** Its calls never come back. */
    die: (process: Process): Promise<never> => {
      process.dead = true;
      leave(process);
      return new Promise<never>(() => undefined);
    },
  };
};
export type Turns = ReturnType<typeof takeTurns>;
