import type { RucioPlace } from "../../core/login/rucio-settings.ts";
import { Failure } from "../../core/problems/failure.ts";

/** A door to a Rucio, each opened once: a login lasts for an hour. */
export const openOnce = <T>(open: ((place: RucioPlace) => T) | undefined): ((place: RucioPlace) => T) => {
  const opened = new Map<string, T>();
  return (place) => {
    if (open === undefined)
      throw new Failure("The intent names a Rucio for its outputs, but this pass has no login to it.", {
        wayOut: "Set RUCIO_HOST and the login in the environment panda; `shrek init` prints the commands.",
      });
    const name = JSON.stringify([place.server, place.account, place.login]);
    const one = opened.get(name) ?? open(place);
    opened.set(name, one);
    return one;
  };
};
