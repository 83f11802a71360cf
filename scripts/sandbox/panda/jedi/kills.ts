/** Ends the running jobs of a task, as pilots do once they hear of it. */
export type Kills = {
  /** For a job that starts now: a task may be executed again after a kill. */
  signalOf(task: number): AbortSignal;
  kill(task: number, why: "killed" | "reassigned"): void;
};

export const openKills = (): Kills => {
  const controllers = new Map<number, AbortController>();
  return {
    signalOf: (task) => {
      const controller = controllers.get(task) ?? new AbortController();
      controllers.set(task, controller);
      return controller.signal;
    },
    kill: (task, why) => {
      controllers.get(task)?.abort(why);
      controllers.delete(task);
    },
  };
};
