import { expect, test } from "vitest";
import { rucioStored } from "../../../action/adapters/rucio/rucio-stored.ts";
import { didOf } from "../../../action/core/catalogue/data-seen.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import { rucioTroubles, troublesOf } from "../../flows/reconcile/rucio-troubles.ts";
import { aRucio } from "./a-rucio.ts";

test.each(rucioTroubles.map((one) => [one.what, one] as const))(
  "Where Rucio %s a look for the files of an output fails in words, and the next one gives them",
  async (_, trouble) => {
    const { filler, rucio, settings } = await aRucio();
    await filler.dataset("raw:run.1", 5);
    const { begin, end, limits } = troublesOf(rucio);
    begin(trouble);
    const look = () => rucioStored(settings, limits).files(didOf("raw:run.1"));
    const failed = await look().catch((error: unknown) => error);

    expect(failed).toBeInstanceOf(Failure);
    expect(String(failed)).toMatch(trouble.said);
    end();
    expect((await look())?.files).toHaveLength(5);
  },
);
