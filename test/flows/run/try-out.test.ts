import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openLocalJobs } from "../../../action/adapters/jobs/local-jobs.ts";
import { logTail } from "../../../action/adapters/jobs/log-tail.ts";
import { withFewEvents, withPart } from "../../../action/core/jobs/with-part.ts";
import { tryOut } from "../../../action/flows/run/try-out.ts";
import { localPlace } from "../../adapters/jobs/a-local-run.ts";
import { aRequest, aStep, valid } from "../../core/a-production.ts";
import { cutting, listed, rawFile } from "../../core/validate/cutting/a-cut.ts";

const asked = valid(
  aRequest({
    defaults: { sites: ["LAPTOP"] },
    inputs: { raw: { dataset: "group.phys.raw", files: 4 } },
    steps: {
      make: aStep({ jobs: 3, eventsPerJob: 50, out: ["a.txt"], run: 'echo "$nEvents" | tee a.txt\n' }),
      read: aStep({
        jobs: undefined,
        in: [{ from: "make", filesPerJob: "all" }],
        out: ["b.txt"],
        run: "cp $make b.txt\n",
      }),
      outside: aStep({ jobs: undefined, in: [{ from: "raw", filesPerJob: 1 }] }),
      boxed: aStep({ container: "/cvmfs/nowhere.example/image" }),
    },
  }),
).production;

test("A try-out runs the changed steps and the steps that they read with few jobs and events, and names what cannot run here", async () => {
  const production = withPart(withFewEvents(asked, 10), true);
  const place = await localPlace(production);
  const jobs = await openLocalJobs(place);
  const { here, left, said } = await tryOut(
    jobs,
    { production, steps: ["read", "outside", "boxed"] },
    { jobs: 1, bindings: place.bindings },
    () => undefined,
  ).finally(() => jobs.close());

  expect(here.map(({ step, state }) => [step, state.kind === "ran" ? state.reports.length : state.kind])).toEqual([
    ["make", 1],
    ["read", 1],
  ]);
  expect([...said.values()][0]).toContain("10");
  expect(left.map(({ step }) => step)).toEqual(["outside", "boxed"]);
  expect(left[0]?.why).toBe("The input raw comes from outside of this production, and no data are fetched here.");
  expect(left[1]?.why).toMatch(/^boxed runs in the container \/cvmfs\/nowhere\.example\/image\./);
});

test("A try-out reads only the end of a log that a payload filled", async () => {
  const endless = valid(
    aRequest({
      defaults: { sites: ["LAPTOP"] },
      steps: { make: aStep({ jobs: 1, out: ["a.txt"], run: "seq 50000\necho end | tee a.txt\n" }) },
    }),
  ).production;
  const place = await localPlace(endless);
  const jobs = await openLocalJobs(place);
  const { said } = await tryOut(
    jobs,
    { production: endless, steps: ["make"] },
    { jobs: 1, bindings: place.bindings },
    () => undefined,
  ).finally(() => jobs.close());

  expect([...said.values()][0]).toHaveLength(12);
  expect([...said.values()][0]?.join("\n")).toContain("end");
  expect(await logTail("/nowhere/at/all.log")).toEqual([]);
});

test("A try-out on a machine with data runs steps that read what was laid out there", async () => {
  const from = await mkdtemp(join(tmpdir(), "shrek-data-"));
  onTestFinished(() => rm(from, { recursive: true }));
  await mkdir(join(from, "raw"));
  await writeFile(join(from, "raw/one.root"), "from outside\n");
  const reading = valid(
    aRequest({
      defaults: { sites: ["LAPTOP"] },
      inputs: { raw: { dataset: "group.phys.raw", files: 4 } },
      steps: {
        read: aStep({
          jobs: undefined,
          in: [{ from: "raw", filesPerJob: 1 }],
          out: ["a.txt"],
          run: "cat $raw | tee a.txt\n",
        }),
      },
    }),
  ).production;
  const place = { ...(await localPlace(reading)), from };
  const jobs = await openLocalJobs(place);
  const { said, left } = await tryOut(
    jobs,
    { production: reading, steps: ["read"] },
    { jobs: 1, bindings: place.bindings },
    () => undefined,
  ).finally(() => jobs.close());

  expect(left).toEqual([]);
  expect([...said.values()][0]).toContain("from outside");
});

test("A try-out passes over a step whose files of a list are not on the machine, and names one of them", async () => {
  const request = cutting({ defaults: { sites: ["LAPTOP"] } });
  const byPath = valid(request, { files: listed(request, [rawFile(1, "h", 0, "/nowhere")]) }).production;
  const place = await localPlace(byPath);
  const jobs = await openLocalJobs(place);
  const { left } = await tryOut(
    jobs,
    { production: byPath, steps: ["combine"] },
    { jobs: 1, bindings: place.bindings },
    () => undefined,
  ).finally(() => jobs.close());

  expect(left).toEqual([
    { step: "combine", why: `combine reads files such as ${rawFile(1, "h", 0, "/nowhere")}, which are not here.` },
  ]);
});
