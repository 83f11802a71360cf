import { type RucioPlace, readRucioSettings } from "../../core/login/rucio-settings.ts";
import type { Env } from "../../core/login/server-url.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import type { DataKeeper } from "../../ports/data-keeper.ts";
import type { StoredData } from "../../ports/stored-data.ts";
import { rucioKeeper } from "./rucio-keeper.ts";
import { rucioRest } from "./rucio-rest.ts";
import { rucioStored } from "./rucio-stored.ts";

/** With the login of these variables, for the host that they allow. */
export const openCatalogue =
  (env: Env) =>
  (place: RucioPlace): Catalogue =>
    rucioRest(readRucioSettings(place, env));

export const openKeeper =
  (env: Env) =>
  (place: RucioPlace): DataKeeper =>
    rucioKeeper(readRucioSettings(place, env));

/** What is there of what was made. */
export const openStored =
  (env: Env) =>
  (place: RucioPlace): StoredData =>
    rucioStored(readRucioSettings(place, env));
