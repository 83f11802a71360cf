import { expect, test } from "vitest";
import { type Collection, type Did, didText } from "../../../../action/core/catalogue/data-seen.ts";
import type { ArrivedOutput } from "../../../../action/core/ledger/arrival.ts";
import { type LedgerEvent, type SubmissionEvent, submissionKey } from "../../../../action/core/ledger/event.ts";
import { seekLost } from "../../../../action/core/pass/outputs/seek-lost.ts";
import { beginPlan, plannedEvents } from "../../../../action/core/pass/planned.ts";
import { Outage } from "../../../../action/core/problems/failure.ts";
import { fold } from "../../../../action/core/submission/fold.ts";
import type { Catalogue } from "../../../../action/ports/catalogue.ts";
import { anIntent, pastOf } from "../../submission/a-submission.ts";
import { aPlanning } from "../a-planning.ts";
import { askFakes } from "../ask-fakes.ts";

const place = { server: "https://rucio.example.org", account: "keeper", login: "userpass" } as const;
const otherPlace = { ...place, server: "https://other.example.org" };
const keyAt = (n: number) => submissionKey("sP26a-toy", `${n}.0.0`, undefined);
const outputAt = (n: number): ArrivedOutput => ({
  ...{ step: "simulate", did: `mc:made${n}`, files: 10, bytes: 10, events: null, at: {}, compared: "files" },
});

const linesOf = (
  n: number,
  at: typeof place | typeof otherPlace,
  more: readonly SubmissionEvent[],
): readonly LedgerEvent[] => {
  const intent = anIntent({ version: `${n}.0.0`, arrives: { place: at, at: {}, experiment: "sPHENIX" } });
  const events: readonly SubmissionEvent[] = [
    ...pastOf("done", { intent }),
    { event: "recorded", steps: [] },
    { event: "arrived", checkedOn: "2026-03-01T11:00:00Z", outputs: [outputAt(n)] },
    ...more,
  ];
  return events.map((event) => ({ ...event, key: keyAt(n), at: "2026-03-01T11:00:00Z" }));
};

type Stored = Readonly<Record<string, { readonly files: number; readonly lost?: number | undefined }>>;

/** `live`: read before, by number. `gone`: of which the ledger has nothing to read. */
type Circumstances = {
  readonly chance?: number;
  readonly away?: boolean;
  readonly seeksLost?: boolean;
  readonly live?: readonly number[];
  readonly gone?: readonly number[];
  /** What the ledger says of each behind its arrival, and PanDA's date then. */
  readonly more?: readonly SubmissionEvent[];
  readonly date?: string;
};

/** So many submissions arrived, the last of them at another Rucio, which may be away; what Rucio has now is all of it, but for these. */
const seek = async (
  count: number,
  stored: Stored,
  { chance = 0, away = false, seeksLost = true, live = [], gone = [], more = [], date }: Circumstances = {},
) => {
  const [asked, reads]: [string[][], string[][]] = [[], []];
  const read = new Map(
    Array.from({ length: count }, (_, n) => [
      keyAt(n),
      linesOf(n, n === count - 1 && n > 0 ? otherPlace : place, more),
    ]),
  );
  const has = (did: Did) => stored[did.name] ?? { files: 10, lost: undefined };
  const open = (at: { readonly server: string }): Catalogue =>
    ({
      collections: async (dids: readonly Did[]) => {
        asked.push(dids.map(didText));
        if (away && at.server === otherPlace.server) throw new Outage("Rucio is away.", { wayOut: "Wait." });
        return new Map(
          dids.flatMap((did): [string, Collection][] => {
            const { files } = has(did);
            const one = { did, kind: "dataset", open: false, files, bytes: 1, events: undefined } as const;
            return files < 0
              ? []
              : [[didText(did), { ...one, datasets: [did], account: "keeper", expires: undefined }]];
          }),
        );
      },
      replicas: async (all: readonly Collection[]) =>
        new Map(all.map(({ did }) => [didText(did), { at: [], lost: has(did).lost }])),
    }) as unknown as Catalogue;
  const { planning, said } = aPlanning("main", { pandaDate: date, chance });
  const ledger = {
    submissions: async () => [...read.keys()],
    read: async (_: unknown, keys: readonly string[]) => {
      reads.push([...keys]);
      return new Map([...read].filter(([key]) => keys.includes(key) && !gone.some((n) => keyAt(n) === key)));
    },
  };
  const planned = await askFakes({ ledger: ledger as never, catalogue: open }, (reads) =>
    seekLost(
      { ...planning, setting: { ...planning.setting, seeksLost }, ...reads },
      beginPlan({
        head: planning.ledgerHead,
        states: new Map(live.map((n) => [keyAt(n), fold(read.get(keyAt(n)) ?? [])])),
      }),
    ),
  );
  return { told: said, asked, reads, events: plannedEvents(planned), parts: planned.parts.map(({ why }) => why) };
};

const lossOf = (n: number, files: number, what: string) => [
  keyAt(n),
  {
    ...{ event: "arrived", checkedOn: "2026-03-01T11:00:00Z", outputs: [outputAt(n)], wasWhole: true },
    lacks: [{ did: `mc:made${n}`, files, what }],
  },
];

test("An output without a good copy, with fewer files or no more in Rucio is lost, by number and name", async () => {
  const { events, parts, told } = await seek(5, {
    made0: { files: 10, lost: 2 },
    made1: { files: 9 },
    made2: { files: -1 },
    made3: { files: 10, lost: 0 },
    made4: { files: 12, lost: 1 },
  });

  expect(events).toEqual([
    lossOf(0, 2, "2 of 10 files of mc:made0"),
    lossOf(1, 1, "1 of 10 files of mc:made1"),
    lossOf(2, 10, "mc:made2, which Rucio does not know any more"),
  ]);
  expect(parts).toEqual([expect.stringMatching(/^Lost files of sP26a-toy/)]);
  expect(told).toEqual([]);
});

test("A pass seeks lost outputs of twenty submissions in a row, from anywhere on, and of the first behind the last", async () => {
  const all = (await seek(30, {}, { chance: 25 })).asked.flat().toSorted();
  const wanted = [...Array.from({ length: 5 }, (_, n) => n + 25), ...Array.from({ length: 15 }, (_, n) => n)];

  expect(all).toEqual(wanted.map((n) => `mc:made${n}`).toSorted());
  expect((await seek(30, {}, { chance: 30 })).asked.flat()).toContain("mc:made0");
  expect((await seek(1, {}, { chance: 7 })).asked).toEqual([["mc:made0"]]);
  expect((await seek(0, {}, { chance: 7 })).asked).toEqual([]);
});

test("Each Rucio is asked for its own lost outputs, and one that is away is reported, without a loss and without harm to the others", async () => {
  const gone = { made0: { files: 10, lost: 1 }, made2: { files: 10, lost: 1 } };

  expect((await seek(3, gone)).asked).toEqual([["mc:made0", "mc:made1"], ["mc:made2"]]);
  const { events, told } = await seek(3, gone, { away: true });
  expect(events).toEqual([lossOf(0, 1, "1 of 10 files of mc:made0")]);
  expect(told).toEqual(["Outputs that had arrived were not looked for again: Rucio is away."]);
});

test("A pass that seeks lost outputs reads the ledger once, and not for what it has read before", async () => {
  const whole = await seek(3, {}, { live: [1] });
  expect(whole.reads).toEqual([[keyAt(0), keyAt(2)]]);
  expect(whole.events).toEqual([]);
  expect((await seek(3, {}, { away: true })).reads).toEqual([[keyAt(0), keyAt(1), keyAt(2)]]);

  const lost = await seek(2, { made0: { files: 9 } }, { live: [0, 1] });
  expect(lost.reads.flat()).toEqual([]);
  expect(lost.events).toEqual([lossOf(0, 1, "1 of 10 files of mc:made0")]);
});

const keptUntil = (until: string | null): SubmissionEvent => ({ event: "kept", until, dids: ["mc:made0"] });
const letGo = (event: "ending" | "expired", did: string): SubmissionEvent => ({ event, id: "1", dids: [did] });
test.each<readonly [string, SubmissionEvent, string | undefined, boolean]>([
  ["that a command is about to end", letGo("ending", "mc:made0"), undefined, false],
  ["that a command ended", letGo("expired", "mc:made0"), undefined, false],
  ["beside which a command ended others", letGo("expired", "mc:made1"), undefined, true],
  ["whose time ends now", keptUntil("2026-03-02T00:00:00Z"), "2026-03-02T00:00:00Z", false],
  ["whose time ends later", keptUntil("2026-03-02T00:00:00Z"), "2026-03-01T23:59:59Z", true],
  ["whose time is over when PanDA has no date", keptUntil("2026-03-02T00:00:00Z"), undefined, true],
  ["that are kept for ever", keptUntil(null), "2126-03-02T00:00:00Z", true],
  [
    "that no rule of ours kept",
    { ...keptUntil("2026-03-02T00:00:00Z"), dids: ["mc:made1"] } as SubmissionEvent,
    "2026-03-02T00:00:00Z",
    true,
  ],
])("Data %s are lost only while somebody counts on them", async (_, event, date, isLost) => {
  const { events } = await seek(
    1,
    { made0: { files: -1 } },
    { more: [event], ...(date === undefined ? {} : { date }) },
  );

  expect(events).toHaveLength(isLost ? 1 : 0);
});

test("A submission of which the ledger has nothing has no outputs to lose", async () => {
  const { asked, events } = await seek(2, { made0: { files: 0 } }, { gone: [0] });

  expect(asked).toEqual([["mc:made1"]]);
  expect(events).toEqual([]);
});

test("Nobody is asked for lost outputs without a login", async () => {
  expect(await seek(2, { made0: { files: 0 } }, { seeksLost: false })).toEqual({
    told: [],
    asked: [],
    reads: [],
    events: [],
    parts: [],
  });
});
