import { expect, test } from "vitest";
import { describeState } from "../../../action/core/view/status/state-text.ts";
import { decideAndWrite } from "../../../action/flows/ledger-access/ledger-view.ts";
import { aWorld, conventions, file, ownReleases, tag, written } from "./a-world.ts";

const rules = "productions/conventions.yaml";
const frozen = (until = "2026-03-02T08:00Z", of = conventions): { readonly [rules]: string } => ({
  [rules]: `${of}\nfreeze: { until: ${until}, reason: the storage is moved }\n`,
});
const submitsOf = ({ panda }: ReturnType<typeof aWorld>): number => panda.calls.submit.length;
const end = new Date("2026-03-02T08:00:00Z");
const aheadAlone = ({ ports: { clock } }: ReturnType<typeof aWorld>) => ({ clock: { ...clock, now: () => end } });
const later = (world: ReturnType<typeof aWorld>) => {
  world.panda.date = end;
  return aheadAlone(world);
};

test("A merged version is entered and waits while submissions are frozen, says why, and goes by itself when the freeze ends", async () => {
  const world = aWorld({ [file]: written(), ...frozen() });
  const { would } = await world.run({}, { dryRun: true });
  expect(would.map((one) => ("event" in one ? one.event : one.does))).toEqual(["intended", "queued"]);
  await world.run();
  const commits = world.branch.commits.size;
  await world.run();

  expect(submitsOf(world)).toBe(0);
  expect(world.panda.calls.check).toHaveLength(0);
  expect(describeState(await world.state())).toBe(
    "waits until 2026-03-02 08:00 UTC, as submissions are frozen: the storage is moved",
  );
  // Waiting is said once.
  expect(world.branch.commits.size).toBe(commits);

  await world.run(later(world));
  expect([submitsOf(world), await world.kind()]).toEqual([1, "submitted"]);
  expect(await world.state()).toMatchObject({ past: { queued: undefined } });
});

test("A machine whose clock jumps ahead, or behind, ends no freeze and lets nothing of an ended campaign go", async () => {
  const world = aWorld({ [file]: written(), ...frozen() });
  await world.run(aheadAlone(world));
  expect(submitsOf(world)).toBe(0);

  const ended = aWorld({ [file]: written(), ...campaign({ end: "2026-03-02" }) });
  ended.panda.date = end;
  await ended.run();
  expect([submitsOf(ended), describeState(await ended.state())]).toEqual([
    0,
    expect.stringContaining("it ended on 2026-03-02 00:00 UTC"),
  ]);
});

test("A submit that is in doubt when the freeze begins is found and adopted, and nothing is submitted for it again", async () => {
  const world = aWorld(ownReleases());
  const { panda } = world;
  const lost: typeof panda.submit = async (...args) => {
    await panda.submit(...args);
    return { kind: "unanswered", arrived: "maybe", message: "the line broke" };
  };
  await world.run({ panda: { ...panda, submit: lost } });
  expect(await world.kind()).toBe("in-doubt");

  world.main.commit(frozen(undefined, ownReleases()[rules]));
  await world.run();
  expect([submitsOf(world), await world.kind()]).toEqual([1, "submitted"]);
});

const command = ({ ports }: ReturnType<typeof aWorld>, until = "2026-03-02T08:00Z") =>
  decideAndWrite(ports, [], () => ({
    events: [],
    main: [{ event: "main-frozen", until, reason: "PanDA moves", by: "ada", id: "1" }],
    why: "ada freezes submissions",
  }));

test("A forged line of the ledger ends no freeze, neither a commanded one nor one of the conventions", async () => {
  const world = aWorld({ [file]: written(), ...frozen() });
  await command(world, "2026-03-03");
  await command(world, "2026-03-01T09:00Z");
  await world.run(later(world));
  expect(submitsOf(world)).toBe(0);

  const ofConventions = aWorld({ [file]: written(), ...frozen() });
  await command(ofConventions, "2026-03-01T09:00Z");
  await ofConventions.run();
  expect(submitsOf(ofConventions)).toBe(0);
});

type World = ReturnType<typeof aWorld>;
type Stop = readonly [what: string, stop: (world: World) => unknown, lift: (world: World) => unknown];
const brings = (files: Parameters<World["main"]["commit"]>[0]) => (world: World) => world.main.commit(files);
const campaign = (limits: object) => ({
  "campaigns/c.yaml": JSON.stringify({ campaign: 1, productions: [tag], ...limits }),
});
const limited = { [rules]: `${conventions}\nlimits: { jobs: 9 }\n` };
const stops: readonly Stop[] = [
  ["a freeze that is merged", brings(frozen()), brings({ [rules]: conventions })],
  ["a freeze that is commanded", (world) => command(world), () => undefined],
  ["a campaign that ends", brings(campaign({ end: "2026-03-01T10:00Z" })), brings(campaign({}))],
  ["a campaign of a small budget", brings(campaign({ coreHours: 1 })), brings(campaign({}))],
  ["a limit of jobs at PanDA", brings(limited), brings({ [rules]: conventions })],
];
const moments = [
  ["check", "intended"],
  ["submit", "checked"],
] as const;

test.each(stops.flatMap((stop) => moments.map((moment) => [stop[0], moment[0], stop, moment[1]] as const)))(
  "A merge during a pass that is %s stops what was not submitted yet before its %s, and it goes when that is over",
  async (_, call, [, stop, lift], kind) => {
    const world = aWorld();
    const { panda, ports } = world;
    const after = <T extends readonly unknown[], R>(work: (...args: T) => Promise<R>) => {
      return async (...args: T): Promise<R> => {
        await stop(world);
        return work(...args);
      };
    };
    await world.run(
      call === "submit"
        ? { panda: { ...panda, check: after(panda.check) } }
        : { cache: { hold: after(ports.cache.hold) } },
    );
    expect([await world.kind(), submitsOf(world)]).toEqual([kind, 0]);
    await world.run();
    expect([submitsOf(world), panda.calls.check.length]).toEqual([0, call === "submit" ? 1 : 0]);
    expect(describeState(await world.state())).toMatch(
      /not yet submitted|submissions are frozen|froze submissions|it ended on|its budget is 1 core-hour|the 9 jobs/,
    );

    await lift(world);
    await world.run(later(world));
    expect([await world.kind(), submitsOf(world)]).toEqual(["submitted", 1]);
  },
);
