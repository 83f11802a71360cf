/** Jobs of equal numbers of events, of which the last reads what is left. The first event of a job is `nevents` times its chunk. */
export type Chunks = { readonly nevents: number; readonly count: number };

/** At most `most` events a job. */
export const chunksOf = (total: number, most: number): Chunks => {
  const nevents = Math.ceil(total / Math.ceil(total / most));
  return { nevents, count: Math.ceil(total / nevents) };
};

/** Events that a job makes in so many hours; fewer than 1 where even one takes longer. */
export const eventsIn = (hours: number, times: { readonly start: number; readonly event: number }): number =>
  Math.floor((hours * 3600 - times.start) / times.event);
