import { expect, test } from "vitest";
import { all, bothClocks } from "../../../action/core/pass/reads.ts";
import { Failure, Outage } from "../../../action/core/problems/failure.ts";
import { given } from "./answers.ts";
import { aMoment } from "./ask-fakes.ts";

const away = new Outage("GitHub does not answer.", { wayOut: "Wait." });
const later = new Failure("git does not have it.", { wayOut: "Fetch it." });

test("Decisions side by side give their values in their order, each of its own type", async () => {
  const [may, name] = await all([Promise.resolve(true), Promise.resolve("ada")]);

  expect([may, name.length]).toEqual([true, 3]);
  expect(await all([])).toEqual([]);
});

test("The first Failure in their order is thrown once each has come to its end", async () => {
  const ended: string[] = [];
  const slow = async (name: string, why: Failure | undefined): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    ended.push(name);
    if (why !== undefined) throw why;
  };

  await expect(all([slow("ada", away), Promise.reject(later), slow("bob", undefined)])).rejects.toBe(away);
  expect(ended).toEqual(["ada", "bob"]);
});

test("A bug is thrown before a Failure, which something may be expected of", async () => {
  const bug = new Error("a bug");

  await expect(all([Promise.reject(away), Promise.reject(bug)])).rejects.toBe(bug);
});

test("Of our clock and PanDA's the earlier comes first, and where PanDA says no date ours is both", async () => {
  const { now } = aMoment("head");
  const [before, behind] = ["2020-01-01T00:00:00.000Z", "2040-01-01T00:00:00.000Z"];
  const clocks = (date: () => string | undefined) =>
    given({ date: date as never }, (reads) => bothClocks({ ...aMoment("head"), ...reads }));

  expect(await clocks(() => before)).toEqual([before, now]);
  expect(await clocks(() => behind)).toEqual([now, behind]);
  expect(await clocks(() => undefined)).toEqual([now, now]);
  expect(await clocks(() => away as never)).toEqual([now, now]);
});
