import { expect, test } from "vitest";
import { didOf } from "../../../../action/core/catalogue/data-seen.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { dueAmong, type Growing, growingIn, maxListedFiles } from "../../../../action/core/pass/inputs/growing.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../../../fakes/fake-ledger.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { conventions, tag, written } from "../../../flows/reconcile/a-world.ts";
import { aRequest, aStep, valid } from "../../a-production.ts";
import { anIntent, pastOf } from "../../submission/a-submission.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";

const whole = valid(aRequest());

/** A production whose runs have four files each, with a dataset of so many files. */
const growing = (name: string, files: number, { open = true, intended = [] as Growing["intended"] } = {}): Growing => ({
  folder: name,
  valid: whole,
  growth: { from: "raw", dataset: `raw:${name}`, files: 4, jobsPerDay: 10 },
  intended,
  place: { server: "https://rucio.example", account: "reader", login: "userpass" },
  collection: {
    ...{ did: didOf(`raw:${name}`), kind: "dataset", open, files, bytes: files, events: undefined },
    ...{ datasets: [], account: "root", expires: undefined },
  },
});
const folders = (all: readonly Growing[], chance: number): readonly string[] =>
  dueAmong(all, chance).map(({ folder }) => folder);
const row = (run: number, ...files: readonly string[]) => ({ run, columns: {}, files });
const taken = [row(1, "a", "b", "c", "d"), row(2, "e", "f", "g", "h"), { run: 3, columns: {} }];

test("Files of a dataset are listed where their number says that runs may be made of those that no run has", () => {
  const all = [
    growing("empty", 3),
    growing("enough", 4),
    growing("taken", 11, { intended: taken }),
    growing("more", 12, { intended: taken }),
    growing("rest", 9, { intended: taken, open: false }),
    growing("left", 7, { intended: taken }),
  ];
  expect(folders(all, 6)).toEqual(["enough", "more", "rest", "left"]);
});

test("One in ten datasets without news is listed, another one by each chance", () => {
  const quiet = Array.from({ length: 20 }, (_, index) => growing(String(index), 0));
  expect(folders(quiet, 0)).toEqual(["0", "10"]);
  expect(folders(quiet, 3)).toEqual(["7", "17"]);
  const all = Array.from({ length: 10 }, (_, chance) => folders(quiet, chance)).flat();
  expect(new Set(all).size).toBe(20);
});

test("A pass lists as many files as it may read, and a dataset that does not fit leaves room to those behind it", () => {
  const all = [
    growing("half", maxListedFiles / 2),
    growing("larger", maxListedFiles / 2 + 1),
    growing("other", maxListedFiles / 2),
    growing("none", 4),
  ];
  expect(folders(all, 5)).toEqual(["half", "other"]);
  expect(folders([growing("all", maxListedFiles), growing("too-many", maxListedFiles + 1)], 5)).toEqual(["all"]);
});

const reads = { in: [{ from: "raw", filesPerJob: 2 }], jobs: undefined, walltime: 1 };
const growingRequest = { runs: { from: "raw", files: 4 }, inputs: { raw: { dataset: "raw:stream" } } };
const rucio =
  "rucio: { server: 'https://rucio.example', account: reader, login: userpass, scopes: [raw], startsPerDay: 9 }";

/** What grows in folders of main, with what the ledger has of one, and a Rucio that knows one dataset. */
const grownIn = async (folders: Readonly<Record<string, string>>, rules = rucio) => {
  const main = fakeMain();
  const files = Object.entries(folders).map(([name, text]) => [`productions/${name}/production.yaml`, text] as const);
  main.commit({
    "productions/conventions.yaml": `${conventions}\n${rules}\ndatasets: { pattern: "." }\n`,
    ...Object.fromEntries(files),
  });
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const content = (runs: { readonly run?: number; readonly files?: readonly string[] }) =>
    ({ format: 1, request: { runs, steps: {} }, resources: [] }) as const;
  const events = (
    [
      ["1.0.0", content({ run: 1, files: ["a"] })],
      ["1.0.0", content({})],
      ["1.1.0", content({ run: 7, files: ["z"] })],
    ] as const
  ).flatMap(([version, made], index) => {
    const key = submissionKey(tag, version, index + 1);
    const intent = anIntent({ tag, version, run: index + 1, content: made });
    return pastOf("intended", { intent }).map((event) => ({ ...event, key, at: "2026-03-01T10:00:00Z" }));
  });
  const other = submissionKey(tag, "1.0.0", 9);
  const skipped = { event: "skipped", reason: "too old", key: other, at: "2026-03-01T10:00:00Z" } as const;
  await ledger.append(await ledger.head(), [...events, skipped], [], "runs");
  const { collection } = growing("stream", 7);
  const catalogue = {
    collections: async (dids: readonly { readonly name: string }[]) =>
      new Map(dids.flatMap(({ name }) => (name === "stream" ? [["raw:stream", collection] as const] : []))),
  };
  const at = { ...aMoment(await main.head()), ledgerHead: await ledger.head() };
  const ports = { main, ledger, catalogue: () => catalogue as never };
  const all = await Promise.all(
    Object.keys(folders).map((name) =>
      askFakes(ports, (reads) => growingIn({ ...at, ...reads }, `productions/${name}`)),
    ),
  );
  return { grown: all.flat(), collection };
};

test("A valid production on main grows by its own runs of this version and the dataset as Rucio has it now", async () => {
  const request = (changes: object = {}): string =>
    written({ ...growingRequest, steps: { read: aStep(reads) }, ...changes });
  const other = { raw: { dataset: "raw:else" } };
  const { grown, collection } = await grownIn({
    grown: request(),
    wrong: request({ steps: {} }),
    unknown: request({ inputs: other }),
    still: written(),
  });
  expect(grown).toMatchObject([
    {
      ...{ folder: "productions/grown", valid: { production: { tag } }, collection },
      growth: { from: "raw", dataset: "raw:stream", files: 4, jobsPerDay: 9 },
      place: { server: "https://rucio.example", account: "reader", login: "userpass" },
    },
  ]);
  expect(grown.map(({ intended }) => intended)).toEqual([[{ run: 1, columns: {}, files: ["a"] }]]);
});

test("A production does not grow where the conventions name no Rucio", async () => {
  const { grown } = await grownIn({ grown: written() }, "");
  expect(grown).toEqual([]);
});
