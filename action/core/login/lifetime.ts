import { times } from "../times/times.ts";

/** `undefined` while the clocks agree. `ahead`: milliseconds that PanDA's clock is ahead of ours. */
export const skewText = (ahead: number | undefined): string | undefined =>
  ahead === undefined || Math.abs(ahead) <= times.clockSkew.milliseconds
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
