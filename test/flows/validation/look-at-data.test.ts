import { expect, test } from "vitest";
import { openCatalogue } from "../../../action/adapters/rucio/open-catalogue.ts";
import { orFailure } from "../../../action/core/problems/failure.ts";
import { lookAtData } from "../../../action/flows/validation/look-at-data.ts";
import { aRucio } from "../../adapters/rucio/a-rucio.ts";

test("Two Rucios at the same time are one look each, and neither gets the login or the names of the other", async () => {
  const [own, pandas] = [await aRucio(), await aRucio()];
  await own.filler.dataset("raw:run.1", 5);
  await pandas.filler.dataset("raw:run.1", 2);
  await pandas.filler.dataset("raw:run.2", 3);
  for (const { rucio } of [own, pandas]) rucio.clearCalls();
  const { data: look } = lookAtData((place) => {
    const env = { RUCIO_HOST: new URL(place.server).host, RUCIO_USERNAME: "keeper", RUCIO_PASSWORD: "keeper-word" };
    return openCatalogue(env)(place);
  });
  const placeOf = ({ settings: { server, account, login } }: typeof own) => ({ server, account, login });
  const [first, second, third] = await Promise.all([
    look(placeOf(own), ["raw:run.1", "raw:run.2"]),
    look(placeOf(pandas), ["raw:run.1"]),
    look(placeOf(own), ["raw:run.1"]),
  ]);

  const filesOf = (found: typeof first, name: string): number | undefined => {
    const one = found.get(name);
    return one?.kind === "known" ? one.collection.files : undefined;
  };
  expect([filesOf(first, "raw:run.1"), filesOf(second, "raw:run.1"), filesOf(third, "raw:run.1")]).toEqual([5, 2, 5]);
  expect(filesOf(first, "raw:run.2")).toBeUndefined();
  expect([own.rucio.calls()["login"], pandas.rucio.calls()["login"]]).toEqual([1, 1]);
  expect([own.rucio.calls()["bulkmeta"], pandas.rucio.calls()["bulkmeta"]]).toEqual([1, 1]);

  own.rucio.fault({ fault: "html", at: "*", times: 99 });
  const [fails, stands] = await Promise.all([
    orFailure(() => look(placeOf(own), ["raw:run.1"])),
    look(placeOf(pandas), ["raw:run.1"]),
  ]);
  expect(String(fails)).toContain("is not Rucio's");
  expect(filesOf(stands, "raw:run.1")).toBe(2);
});
