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

/** The name as PanDA writes it into tasks: words capitalised, then what `clean_user_id` strips (panda-server srvcore/CoreUtils, 1.0.4). */
export const userNameOf = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join(" ")
    .replace(/[ _][0-9]+/g, "")
    .replace(/[()']/g, "");

/** PanDA names a robot by its role, and writes Python's word for none (srvcore/panda_request, 1.0.4). */
export const robotName = (role: string): string => `robot ${role === "" ? "None" : role}`;
