/** What prun takes as `--nCore` (PANDA P39). */
const ofPrun: readonly number[] = [1, 8];

/** What all steps begin with, if prun does not take it: no step can change it (PANDA P12). `undefined`: nothing. */
export const coresOfAll = (cores: readonly number[]): number | undefined => cores.find((one) => !ofPrun.includes(one));
