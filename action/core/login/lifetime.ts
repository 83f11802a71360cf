/** What a reconcile needs; a token that ends in its middle would leave calls without answers. */
export const leastLifetime = 5 * 60_000;

/** Clocks that differ by more than this are worth a word: certificates and tokens are judged by them. */
const quietSkew = 60_000;

/** `undefined` while the clocks agree. `ahead`: milliseconds that PanDA's clock is ahead of ours. */
export const skewText = (ahead: number | undefined): string | undefined =>
  ahead === undefined || Math.abs(ahead) <= quietSkew
    ? undefined
    : `This machine's clock is ${durationText(Math.abs(ahead))} ${ahead > 0 ? "behind" : "ahead of"} PanDA's.`;

export const durationText = (milliseconds: number): string => {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 72 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
};

export const rotatedText =
  "This refresh token was rotated: the next run cannot log in. Get a new one and have the issuer keep it, or use a robot.";
