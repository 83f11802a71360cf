import { expect, test } from "vitest";
import { lookAtJoins } from "../../action/flows/doctor/joins.ts";
import { aStep } from "../core/a-production.ts";
import { aWorld, file, key, written } from "./reconcile/a-world.ts";

const branch = (out: string) => ({ in: [{ from: "simulate", filesPerJob: 1 }], out: [out], run: 'make "$simulate"\n' });
const joining = written({
  steps: {
    simulate: aStep(),
    calo: branch("calo.root"),
    trk: branch("trk.root"),
    join: {
      in: [
        { from: "calo", filesPerJob: 1 },
        { from: "trk", filesPerJob: 1 },
      ],
      out: ["joined.root"],
      run: 'make "$calo" "$trk"\n',
    },
  },
});
const url = "http://panda.example";

/** What doctor says of it after these passes. */
const found = async (world: ReturnType<typeof aWorld>, at = url) =>
  (await lookAtJoins(async () => world.ledger, at)).map(({ about, verdict, says }) => `${about} ${verdict}: ${says}`);

test("Doctor says which joins and splittings a submission has shown this PanDA to do, as soon as it succeeded", async () => {
  const world = aWorld({ [file]: joining });
  await world.run();
  await world.run();
  const nothing =
    "joins good: no submission has shown any; a trial shows whether PanDA can do joins by identity, groups by a key, files divided by events and files of a pattern";
  expect(await found(world)).toEqual([nothing]);

  world.panda.tasks = world.panda.tasks.map((task) => ({ ...task, status: "done" }));
  await world.run();

  expect(await world.kind(key)).toBe("done");
  expect(await found(world)).toEqual([
    "joins good: shown to work: joins by identity (sP26a-hfcharm-signal 1.0.0); a trial shows whether PanDA can do groups by a key, files divided by events and files of a pattern",
  ]);
  expect(await found(world, "http://another.example")).toEqual([nothing]);
  expect(await lookAtJoins(async () => world.ledger, undefined)).toMatchObject([{ verdict: "left-out" }]);
});
