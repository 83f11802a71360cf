import { expect, test } from "vitest";
import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import { aStep } from "../../core/a-production.ts";
import { aWorld, written } from "./a-world.ts";

const worldOf = (count: number) =>
  aWorld(
    Object.fromEntries(
      Array.from({ length: count }, (_, n) => [
        `productions/p${n}/production.yaml`,
        written({
          tag: { campaign: `sP${20 + n}a`, physics: "hfcharm", stage: "signal" },
          steps: { simulate: aStep({ run: `make ${n}\n`, priority: n === 7 ? 990 : 950 }) },
        }),
      ]),
    ),
  );

/** Folders whose requests are read, and archives that take so long that a pass ends behind its first wave. */
const slowly = ({ ports, clock, panda }: ReturnType<typeof aWorld>) => {
  const read: string[] = [];
  const main: ReconcilePorts["main"] = {
    ...ports.main,
    at: (commit) => {
      const snapshot = ports.main.at(commit);
      return {
        ...snapshot,
        all: async (folders) => {
          read.push(...folders);
          return snapshot.all(folders);
        },
      };
    },
  };
  const cache = {
    hold: (archive: Uint8Array) => {
      clock.at += 20_000;
      return panda.hold(archive);
    },
  };
  return { read, ports: { main, cache } };
};

test("A pass reads no request of the productions that go on waiting, and the highest priority went first", async () => {
  const readOf = async (count: number) => {
    const world = worldOf(count);
    const { read, ports } = slowly(world);
    await world.run(ports, { seconds: 30 });
    expect(world.panda.calls.submit[0]?.outDS).toContain("sP27a-hfcharm-signal");
    const sent = world.panda.calls.submit.length;
    read.splice(0);
    await world.run(ports, { seconds: 30 });
    return { sent, read: new Set(read).size, then: world.panda.calls.submit.length };
  };

  const few = await readOf(24);

  expect(few).toEqual({ sent: 8, read: few.then - few.sent, then: 16 });
  expect(await readOf(32)).toEqual(few);
});
