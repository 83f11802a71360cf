import { expect, test } from "vitest";
import { Failure } from "../../../action/core/problems/failure.ts";
import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import { productionFiles } from "../../../scripts/demo/world.ts";
import { anyWay } from "../../fakes/any-way.ts";
import type { AtEffect } from "../effects.ts";
import { aPandaWorld, type PandaWorld } from "./a-panda-world.ts";

const toy = productionFiles(["toy-pileup"]);
const request = "productions/toy-pileup/production.yaml";
const gone = Object.fromEntries(Object.keys(toy).map((path) => [path, undefined]));
const moved = Object.fromEntries(
  Object.entries(toy).flatMap(([path, text]) => [
    [path, undefined],
    [path.replace("/toy-pileup/", "/moved/"), text],
  ]),
);
/** The request with these words replaced. */
const changed = (...changes: readonly (readonly [from: string, to: string])[]) => ({
  [request]: changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, toy[request] ?? ""),
});

/** Stops the pass before its effect of this name, does something, and lets it go on. */
const during = (name: string, act: () => unknown): AtEffect => {
  let done = false;
  return async (_, when, effect) => {
    if (done || when !== "before" || !effect.startsWith(name)) return;
    done = true;
    act();
  };
};
const leftMain = ({ submissions }: Awaited<ReturnType<PandaWorld["pass"]>>): readonly unknown[] =>
  submissions.map(({ state }) => "past" in state && state.past.leftMain?.reason);

test("A production that is reverted while its upload fails is not submitted when the outage ends", async () => {
  const { panda, main, pass, states, submissions } = await aPandaWorld();
  panda.fault({ fault: "500", at: "upload_cache_file", times: 99 });
  await pass();
  main.commit(gone);
  await pass();
  await panda.reset();
  for (let n = 0; n < 3; n++) await pass();

  expect(submissions()).toBe(0);
  expect(await states()).toEqual(["1.0.0 withdrawn"]);
});

test("A production that main drops before its tag is made is not submitted", async () => {
  const { main, pass, states, submissions } = await aPandaWorld();
  await pass(during("tag", () => main.commit(gone)));
  await pass();

  expect(submissions()).toBe(0);
  expect(await states()).toEqual(["1.0.0 withdrawn"]);
});

test("A newer version that is merged during a reconcile pass replaces the older one, which is not submitted", async () => {
  const { main, pass, states, submissions } = await aPandaWorld();
  const newer = changed(["version: 1.0.0", "version: 2.0.0"], ["jobs: 10", "jobs: 11"]);
  await pass(during("tag", () => main.commit(newer)));
  await pass();

  expect(submissions()).toBe(1);
  expect(await states()).toEqual(["1.0.0 superseded", "2.0.0 submitted"]);
});

test("A production whose folder moves during a reconcile pass is submitted", async () => {
  const { main, pass, submissions } = await aPandaWorld();
  await pass(during("tag", () => main.commit(moved)));

  expect(submissions()).toBe(1);
});

test("A recorded production that main's request of today refuses waits with a trouble, and goes on after main is corrected", async () => {
  const { main, pass, states, submissions } = await aPandaWorld();
  const broken = changed(["version: 1.0.0", "version: 1.0.0\nnonsense: true"]);
  const done = await pass(during("tag", () => main.commit(broken)));
  expect([...done.troubles.values()].join()).toContain("is refused");
  expect(submissions()).toBe(0);
  expect(await states()).toEqual(["1.0.0 intended"]);

  main.commit(toy);
  await pass();
  expect(submissions()).toBe(1);
});

test("When main cannot be read before a call, the check's answer is kept, and the next pass makes the call", async () => {
  const { pass, states, submissions } = await aPandaWorld();
  let asked = 0;
  const head = async ({ main }: ReconcilePorts): Promise<string> => {
    if (++asked === 3) throw new Failure("The remote cannot be read.", anyWay);
    return main.head();
  };
  const done = await pass(undefined, {
    change: (ports) => ({ ...ports, main: { ...ports.main, head: () => head(ports) } }),
  });

  expect([...done.troubles.values()]).toEqual(["The remote cannot be read. Try again."]);
  expect(await states()).toEqual(["1.0.0 checked"]);
  await pass();
  expect(submissions()).toBe(1);
});

test("A running production that main drops asks a person, and the question ends when main has the production again", async () => {
  const { main, pass, submissions } = await aPandaWorld();
  await pass();
  expect(submissions()).toBe(1);
  main.commit(gone);
  expect(leftMain(await pass())).toEqual(["main does not hold sP26a-toy-pileup any more"]);

  main.commit(toy);

  expect(leftMain(await pass())).toEqual([undefined]);
  expect(submissions()).toBe(1);
});

test("A quiet reconcile pass after changes of main writes nothing", async () => {
  const { main, ledger, pass } = await aPandaWorld();
  await pass();
  main.commit(gone);
  await pass();
  const before = await ledger.head();
  await pass();

  expect(await ledger.head()).toEqual(before);
});

test("A refused version ends when the newer one is at PanDA, and not before", async () => {
  const { main, pass, states } = await aPandaWorld();
  await pass(undefined, {
    change: (ports) => ({
      ...ports,
      panda: { ...ports.panda, check: async () => ({ kind: "rejected", message: "no such option" }) },
    }),
  });
  expect(await states()).toEqual(["1.0.0 rejected"]);
  const longer = ["walltime: 1", "walltime: 2"] as const;
  main.commit(changed(["version: 1.0.0", "version: 1.0.1\nsubmit: hold"], longer));
  await pass();
  expect(await states()).toEqual(["1.0.0 rejected", "1.0.1 held"]);

  main.commit(changed(["version: 1.0.0", "version: 1.0.2"], longer));
  await pass();

  expect(await states()).toEqual(["1.0.0 superseded", "1.0.1 superseded", "1.0.2 submitted"]);
});

test("A superseded production ends when its successor is done, and not before", async () => {
  const { panda, main, pass, states } = await aPandaWorld();
  await pass();
  await panda.tick(24);
  await pass();
  expect(await states()).toEqual(["1.0.0 done"]);
  main.commit(changed(["version: 1.0.0", "version: 2.0.0\nsupersedes: [1.0.0]"], ["jobs: 10", "jobs: 11"]));
  await pass();
  expect(await states()).toEqual(["1.0.0 done", "2.0.0 submitted"]);

  await panda.tick(24);
  await pass();

  expect(await states()).toEqual(["1.0.0 superseded", "2.0.0 done"]);
});
