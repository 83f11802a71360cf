/** Trials are marked in the same way in every style of versions, and are never a base for later ones. */
const trial = /^(?<release>.+)-test\.(?<number>0|[1-9][0-9]{0,8})$/;

export const isTrial = (version: string): boolean => trial.test(version);
export const releaseOf = (version: string): string => trial.exec(version)?.groups?.release ?? version;
export const trialNumber = (version: string): number => Number(trial.exec(version)?.groups?.number ?? 0);

/** Names of data hold the version whole, so that what a trial made has its mark; others may have it too. */
export const mayNameTrial = (name: string): boolean => /-test\.[0-9]/.test(name);

/** The trial after those of this release that are taken. */
export const nextTrial = (release: string, taken: readonly string[]): string => {
  const numbers = taken.filter((version) => isTrial(version) && releaseOf(version) === release).map(trialNumber);
  return `${release}-test.${Math.max(0, ...numbers) + 1}`;
};
