import type { Clock } from "../../ports/clock.ts";
import type { PandaCache } from "../../ports/panda-cache.ts";
import { type Limits, usualLimits } from "./limits.ts";
import type { Login } from "./login.ts";
import { uploadArchive } from "./upload.ts";

export const pandaCache = (login: Login, clock: Clock, limits: Limits = usualLimits): PandaCache => ({
  hold: (archive) => uploadArchive(login, clock, archive, limits),
});
