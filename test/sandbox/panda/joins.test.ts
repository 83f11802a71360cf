import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { bindRendering, provisionalBindings, renderProduction } from "../../../action/core/render/rendering.ts";
import { aRequest, type Draft, valid } from "../../core/a-production.ts";
import { aSandbox } from "./sandboxes.ts";
import { sendWorkflow, tasksNamed } from "./wire.ts";

/** By hand with more: `SHREK_JOINS=500 npx vitest run test/sandbox/panda/joins.test.ts`. */
const events = Number(process.env["SHREK_JOINS"] ?? 8);

/** Jobs of some events fail at first, those of `loses` always: by the number of the event, which stands in its file. */
const step = (name: string, { every = 5, loses = 0, ...more }: Draft & { every?: number; loses?: number }): Draft => ({
  out: [`${name}.txt`],
  maxAttempt: 2,
  ...more,
  run: [
    `event=$(${more["in"] === undefined ? 'echo "$uniqueId"' : `tail -n 1 "$${(more["in"] as readonly { from: string }[])[0]?.from}"`})`,
    ...(loses > 0 ? [`[ $((event % 7)) -ne ${loses} ] || exit 1`] : []),
    `mark=$marks/${name}.$event`,
    `if [ $((event % ${every})) -eq 1 ] && [ ! -e $mark ]; then touch $mark; exit 1; fi`,
    `${more["run"] ?? `echo $event >${name}.txt`}`,
  ].join("\n"),
});

test("Joins by identity lose and mix no files over retries, losses and overlapping retries", async () => {
  const marks = await mkdtemp(join(tmpdir(), "sandbox-joins-"));
  onTestFinished(() => rm(marks, { recursive: true }));
  const one = (from: string): object => ({ from, filesPerJob: 1 });
  const steps: Readonly<Record<string, Draft>> = {
    make: step("make", { jobs: events }),
    calo: step("calo", { in: [one("make")], every: 3, loses: 3 }),
    seed: step("seed", { in: [one("make")], every: 4 }),
    trk: step("trk", { in: [one("seed")], every: 2, loses: 5 }),
    join: step("join", {
      in: [
        { from: "trk", filesPerJob: 1 },
        { from: "calo", filesPerJob: 1 },
      ],
      every: 2,
      run: 'cat "$trk" "$calo" | paste -s -d " " >join.txt',
    }),
  };
  const parameters = { marks };
  const { production } = valid(
    aRequest({
      defaults: { sites: ["LAPTOP"] },
      steps: Object.fromEntries(Object.entries(steps).map(([name, draft]) => [name, { ...draft, parameters }])),
    }),
  );
  const sent = bindRendering(renderProduction(production).sent, provisionalBindings(production));
  const { panda, client, dir } = await aSandbox({ executes: ["LAPTOP"], cores: 4 });

  const files = Object.fromEntries(sent.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
  await sendWorkflow(client, panda.url, production.outDS, files);
  await panda.tick(40 + 4 * events);

  const tasks = await tasksNamed(client, `^${production.outDS}_`);
  expect(tasks.map(({ status }) => status).toSorted()).toEqual(["done", "done", "finished", "finished", "finished"]);
  const joined = await Promise.all(
    panda.dataset(`${production.outDS}_004_join_join.txt/`).map((path) => readFile(path, "utf8")),
  );
  const whole = Array.from({ length: events }, (_, index) => index + 1).filter((event) => ![3, 5].includes(event % 7));
  expect(joined.map((text) => text.trim()).toSorted()).toEqual(whole.map((event) => `${event} ${event}`).toSorted());
  const logs = await Promise.all(
    (await readdir(join(dir, "logs"))).map((name) => readFile(join(dir, "logs", name), "utf8")),
  );
  const alone = logs.filter((log) => /(trk|calo) has 0 files of the origin .*\(exit 11\)/.test(log));
  expect(alone).toHaveLength(2 * (events - whole.length));
});
