import { onTestFinished } from "vitest";
import { rucioKeeper } from "../../../action/adapters/rucio/rucio-keeper.ts";
import { rucioRest } from "../../../action/adapters/rucio/rucio-rest.ts";
import type { RucioSettings } from "../../../action/core/login/rucio-settings.ts";
import type { Catalogue } from "../../../action/ports/catalogue.ts";
import type { DataKeeper } from "../../../action/ports/data-keeper.ts";
import { type Filler, fillPlace, openFiller } from "../../../scripts/sandbox/rucio/fill.ts";
import { type RucioHandle, startRucio } from "../../../scripts/sandbox/rucio/start.ts";
import type { RucioState } from "../../../scripts/sandbox/rucio/state.ts";

export const quickLimits = { read: 20_000, upload: 20_000, order: 20_000, request: 20_000, pause: 1, maxPause: 5 };

export type ARucio = {
  readonly rucio: RucioHandle;
  readonly filler: Filler;
  readonly settings: RucioSettings;
  readonly catalogue: Catalogue;
  readonly keeper: DataKeeper;
};

const password = "root-word";
const filling = async (): Promise<RucioState> => {
  const rucio = await startRucio({ password });
  await fillPlace(await openFiller(rucio.url, password));
  await rucio.close();
  return rucio.state;
};
/** Filled once by Rucio's own interface, for all tests of a process. */
let filled: Promise<RucioState> | undefined;

/** A sandbox Rucio with accounts, scopes and storage elements, and our client logged in as the account `keeper`. */
export const aRucio = async (): Promise<ARucio> => {
  filled ??= filling();
  const rucio = await startRucio({ password, filled: await filled });
  onTestFinished(() => rucio.close());
  const filler = await openFiller(rucio.url, password);
  rucio.clearCalls();
  const settings: RucioSettings = {
    server: rucio.url,
    account: "keeper",
    login: "userpass",
    way: { kind: "userpass", user: "keeper", password: "keeper-word" },
  };
  return {
    ...{ rucio, filler, settings },
    catalogue: rucioRest(settings, quickLimits),
    keeper: rucioKeeper(settings, quickLimits),
  };
};

/** As PanDA's adder does it: the files stand in a dataset within the container that has the output's name. */
export const registerOutput = async (
  { call }: Filler,
  scope: string,
  output: string,
  files: readonly string[],
): Promise<void> => {
  const [path, name] = [`/dids/${scope}/${output}`, `${output}.41`];
  await call("POST", `${path}.41`, { type: "DATASET" });
  await call("POST", path, { type: "CONTAINER" });
  await call("POST", `${path}/dids`, { dids: [{ scope, name }] });
  const dids = files.map((file) => ({
    ...{ scope, name: file, bytes: 1000, adler32: "0cc737eb" },
    meta: { guid: file.replace(/\D/g, "").padStart(32, "0"), events: 10 },
  }));
  await call("POST", `${path}.41/dids`, { dids, rse: "NEAR_DISK" });
};
