/** What prun takes as `--nCore` (PANDA P39). */
const ofPrun: readonly number[] = [1, 8];

/**
 * A number that prun does not take reaches PanDA with what all steps of a request begin with, and no step can change it
 * (PANDA P12). `undefined`: each step says its own.
 */
export const coresOfAll = (cores: readonly number[]): number | undefined => cores.find((one) => !ofPrun.includes(one));
