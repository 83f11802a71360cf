type FilledIn = {
  readonly seed: number | undefined;
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly firstEvent?: number | undefined;
};

/** prun reads `%RNDM:n` and `%RNDM=n`, with a closing `%` allowed (panda-client PsubUtils). `%RNDM` alone is left as it is. */
const seedPlaceholder = /%RNDM[:=](\d+)%?/g;

/** The command of one job: `%RNDM:n` becomes its seed, `%SKIPEVENTS` its first event, `%IN`, `%IN2` ... the comma list of its files. */
export const fillCommand = (command: string, job: FilledIn): string => {
  const seeded = command
    .replace(seedPlaceholder, (text) => (job.seed === undefined ? text : String(job.seed)))
    .replaceAll("%SKIPEVENTS", (text) => (job.firstEvent === undefined ? text : String(job.firstEvent)));
  const streams = Object.keys(job.files).sort((a, b) => b.length - a.length);
  return streams.reduce(
    (text, stream) => text.replace(new RegExp(`%${stream}\\b`, "g"), () => (job.files[stream] ?? []).join(",")),
    seeded,
  );
};
