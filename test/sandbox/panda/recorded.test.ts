import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../scripts/sandbox/panda/json.ts";
import { aSandbox } from "./sandboxes.ts";
import { tinyArchive } from "./tiny-archive.ts";
import { processed } from "./wire.ts";

/** What panda-server 1.0.3 was given and answered on 2026-11-24 (panda-transcripts, lines 9 and 24). */
const recorded = async (name: string): Promise<{ readonly params: JsonObject; readonly log: string }> => {
  const read = (file: string): Promise<string> => readFile(new URL(`recorded/${file}`, import.meta.url), "utf8");
  return { params: JSON.parse(await read(`${name}.params.json`)) as JsonObject, log: await read(`${name}.log.txt`) };
};

const step = (name: string, inputs: Readonly<Record<string, string>>): string =>
  `  ${name}:\n    run: prun\n    in:\n${Object.entries(inputs)
    .map(([key, value]) => `      ${key}: ${value}\n`)
    .join("")}    out: [outDS]\n`;

const cwl = (...steps: readonly string[]): string =>
  `cwlVersion: v1.2\nclass: Workflow\ninputs: []\noutputs: []\nsteps:\n${steps.join("")}`;

const descriptions: Readonly<Record<string, string>> = {
  check: cwl(
    step("s1", { opt_exec: '{ default: "echo hi" }', opt_args: '{ default: "--outputs o.txt --memory 8192 -y" }' }),
  ),
  submit: cwl(
    step("first", {
      opt_exec: '{ default: "sh run.sh %RNDM:0" }',
      opt_args: '{ default: "--outputs out.txt --nJobs 2 --noBuild --avoidVP --site TEST_SITE" }',
    }),
    step("second", {
      opt_inDS: "first/outDS",
      opt_inDsType: "{ default: out.txt }",
      opt_exec: '{ default: "sh run.sh %IN" }',
      opt_args: '{ default: "--outputs merged.txt --nFilesPerJob 5 --noBuild --avoidVP --site TEST_SITE" }',
    }),
  ),
};

/** Times, random names and the place of a temporary file differ from run to run. */
const withoutChance = (log: string): string =>
  log
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}/g, "TIME")
    .replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, "UUID")
    .replaceAll(/start \S+/g, "start PATH")
    .replaceAll(/request_id=\d+/g, "request_id=N");

for (const name of ["check", "submit"])
  test(`The sandbox PanDA answers a recorded ${name} as the real PanDA did, byte for byte`, async () => {
    const { panda, client } = await aSandbox();
    const { params, log } = await recorded(name);
    await client.upload(
      await tinyArchive({ "w.cwl": descriptions[name] ?? "", "i.yaml": "{}\n" }),
      String(params["sandbox"]),
    );

    const answer = await processed(
      await client.put({ data: JSON.stringify(params), [name === "check" ? "check" : "sync"]: true }),
    );

    expect(withoutChance(answer.log)).toBe(withoutChance(log));
    expect(panda.count().submissions).toBe(name === "check" ? 0 : 1);
  });
