import { expect, test } from "vitest";
import { extendedText, extensionJobs, type MoreEvents } from "../../../action/core/versioning/extension.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const simulate = aStep({ jobs: 10, eventsPerJob: 1000, run: 'make "$uniqueId" "$nEvents"\n' });
const jobsFor = (
  more: MoreEvents,
  steps: Draft = { simulate },
  change: Draft = {},
  files: { path: string; text: string }[] = [],
) => {
  const sources = files.map(({ path, text }) => ({
    ...{ path, mode: "100644" as const, bytes: new TextEncoder().encode(text) },
  }));
  const found = extensionJobs(valid(aRequest({ steps, ...change }), { files: sources }).production, more);
  return found.kind === "impossible" ? found.why : Object.fromEntries(found.jobs);
};

test("So many events need so many jobs, rounded up", () => {
  expect(jobsFor({ events: 5000 })).toEqual({ simulate: 5 });
  expect(jobsFor({ events: 5001 })).toEqual({ simulate: 6 });
  expect(jobsFor({ events: 1 })).toEqual({ simulate: 1 });
  expect(jobsFor({ events: 100_000_000 })).toEqual({ simulate: 100_000 });
  expect(jobsFor({ events: 100_000_001 })).toBe("simulate would have 100001 jobs, and at most 100000 are allowed");
  expect(jobsFor({ jobs: 3 })).toEqual({ simulate: 3 });
});

test("An input that is read beside the events grows in the same share, and is never none", () => {
  const noise = aStep({ jobs: 4, out: ["noise.tar"], run: 'make "$uniqueId"\n' });
  const mix = aStep({
    in: [
      { from: "simulate", filesPerJob: 1 },
      { from: "noise", filesPerJob: 2, reuse: true },
    ],
    ...{ jobs: undefined, run: 'mix "$simulate" "${noise[@]}"\n' },
  });

  expect(jobsFor({ events: 25_000 }, { simulate, noise, mix })).toEqual({ simulate: 25, noise: 10 });
  expect(jobsFor({ jobs: 1 }, { simulate, noise, mix })).toEqual({ simulate: 1, noise: 1 });
});

test("A sample that nobody counts, or that would make the same again, is not extended", () => {
  const read = aStep({
    jobs: undefined,
    eventsPerJob: 10,
    in: [{ from: "hepmc", filesPerJob: 1 }],
    run: 'read "$hepmc"\n',
  });
  const inputs = { hepmc: { dataset: "user.tester.a/", files: 20 } };

  expect(jobsFor({ events: 10 }, { simulate: aStep({ run: 'make "$uniqueId"\n' }) })).toBe(
    "simulate says no eventsPerJob",
  );
  expect(jobsFor({ events: 10 }, { read }, { inputs })).toMatch(/^read reads data from outside/);
  expect(
    jobsFor({ events: 10 }, { simulate }, { runs: { list: "runs.txt" } }, [{ path: "runs.txt", text: "66001\n" }]),
  ).toBe("it grows by runs: append runs to its list");
  const table = {
    simulate: aStep({ jobs: undefined, table: "rows.csv", eventsPerJob: 5, run: 'make "$row" "$uniqueId"\n' }),
  };
  expect(jobsFor({ events: 10 }, table, {}, [{ path: "rows.csv", text: "row\n1\n2\n" }])).toMatch(
    /^the jobs of simulate come from a list/,
  );
  const variants = [{ tag: { physics: "minbias" } }];
  expect(jobsFor({ events: 10 }, { simulate }, { variants })).toMatch(/^its request has variants/);
});

test("Only the values of an extension change in the text of a request, and comments stay", () => {
  const text = `version: 1.0.0 # of today
tag: { physics: a }
events: 5000
steps:
  make:
    jobs: 10 # as many
    run: make
`;
  const values = { version: "1.1.0", extends: "1.0.0", jobs: new Map([["make", 3]]), events: 8000 };

  const made = extendedText(text, values);

  expect(made).toBe(`version: 1.1.0 # of today
extends: 1.0.0
tag: { physics: a }
events: 8000
steps:
  make:
    jobs: 3 # as many
    run: make
`);
  expect(extendedText(made, { ...values, version: "1.2.0", extends: "1.1.0", events: undefined })).toContain(
    "version: 1.2.0 # of today\nextends: 1.1.0\n",
  );
});
