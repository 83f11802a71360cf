/** What a job takes of the machine while it runs. MB. */
export type JobRoom = { readonly cores: number; readonly megabytes: number };

/** Jobs begin in the order in which they came, as soon as there is room; one that is larger than the machine runs alone. */
export const openSlots = (machine: JobRoom) => {
  let free = { ...machine };
  const waiting: { readonly room: JobRoom; readonly begin: () => void }[] = [];
  const fitted = ({ cores, megabytes }: JobRoom): JobRoom => ({
    cores: Math.min(cores, machine.cores),
    megabytes: Math.min(megabytes, machine.megabytes),
  });
  const take = ({ cores, megabytes }: JobRoom, sign: 1 | -1): void => {
    free = { cores: free.cores - sign * cores, megabytes: free.megabytes - sign * megabytes };
  };
  const next = (): void => {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      if (first.room.cores > free.cores || first.room.megabytes > free.megabytes) return;
      waiting.shift();
      take(first.room, 1);
      first.begin();
    }
  };
  return async <T>(wanted: JobRoom, work: () => Promise<T>): Promise<T> => {
    const room = fitted(wanted);
    await new Promise<void>((begin) => {
      waiting.push({ room, begin });
      next();
    });
    try {
      return await work();
    } finally {
      take(room, -1);
      next();
    }
  };
};
