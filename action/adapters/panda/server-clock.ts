import { times } from "../../core/times/times.ts";
import { callServer, dataOf } from "./wire.ts";

/**
 * How many milliseconds PanDA's clock is ahead of ours; `undefined`: it did not say. Asked without a token, so that the
 * token's lifetime is checked before it is sent. HTTP dates have no fractions: half a second is the least error.
 */
export const askServerClock = async (url: string, now: () => Date): Promise<number | undefined> => {
  const asked = now().getTime();
  const answer = await callServer(
    url,
    {},
    { method: "GET", path: "/api/v1/system/is_alive", timeout: times.answerBeforeLogin.milliseconds },
  );
  const { date } = dataOf(answer, "log in");
  if (date === undefined) return undefined;
  return date.getTime() + 500 - (asked + now().getTime()) / 2;
};
