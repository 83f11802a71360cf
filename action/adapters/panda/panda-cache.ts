import type { Clock } from "../../ports/clock.ts";
import type { PandaCache } from "../../ports/panda-cache.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import type { Login } from "./login.ts";
import { uploadArchive } from "./upload.ts";

export const pandaCache = (login: Login, clock: Clock, limits: Limits = defaultLimits): PandaCache => ({
  hold: (archive) => uploadArchive(login, clock, archive, limits),
});
