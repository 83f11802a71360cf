/** Where jobs run. */
export type Slots = {
  /** Whether one more job of this task may start now. */
  isFreeFor(task: number): boolean;
  /** `work` takes a place until it ends. */
  take(task: number, work: Promise<void>): void;
  /** Once nothing runs. */
  idle(): Promise<void>;
};

/** Milliseconds after which a job leaves its place to other tasks: one that sleeps for an hour must not stop a demo. */
const longRun = 5000;
/** Processes at once for each core, whatever they do. */
const most = 16;

export const openSlots = (cores: number): Slots => {
  const running = new Set<{ readonly task: number; readonly since: number; readonly work: Promise<void> }>();
  return {
    isFreeFor: (task) => {
      const now = performance.now();
      const young = [...running].filter(({ since }) => now - since < longRun);
      const own = [...running].filter((one) => one.task === task);
      return young.length < cores && own.length < cores && running.size < most * cores;
    },
    take: (task, work) => {
      const one = { task, since: performance.now(), work };
      running.add(one);
      work.catch((error: unknown) => console.error(error)).finally(() => void running.delete(one));
    },
    idle: async () => {
      await Promise.allSettled([...running].map(({ work }) => work));
    },
  };
};
