import { expect, test } from "vitest";
import type { JsonObject } from "../../../scripts/sandbox/panda/json.ts";
import { aSandbox } from "./sandboxes.ts";
import { oneStep, pileUp } from "./tiny-archive.ts";
import { processed, sendWorkflow, workflowData } from "./wire.ts";

const outDS = "user.tester.no";
const withCwl = (text: string): Readonly<Record<string, string>> => ({ "workflow.cwl": text, "inputs.yaml": "{}\n" });

const cases: readonly [string, Readonly<Record<string, string>>, string, JsonObject?][] = [
  [
    "an unknown opt_",
    oneStep({ extra: "      opt_foo: { default: bar }\n" }),
    "Verification failure in ID:0 unknown input parameter opt_foo for prun",
  ],
  [
    "an unknown prun option",
    oneStep({ args: "--outputs o.txt --forceStagedSecondary" }),
    "main execution failed with 2:usage: prun [options]",
  ],
  [
    "a number that is none",
    oneStep({ args: "--outputs o.txt --nJobs many" }),
    "argument --nJobs: invalid int value: 'many'",
  ],
  [
    "a bad output name",
    oneStep({ args: "--outputs a=b.txt" }),
    "main execution failed with 10:ERROR : An output file name a=b.txt contains an invalid character",
  ],
  [
    "a name that is too long",
    oneStep({ args: `--outputs ${"x".repeat(120)}.txt` }),
    "is too long (149). The length must be less than 132",
  ],
  [
    "eleven outputs",
    oneStep({ args: `--outputs ${Array.from({ length: 11 }, (_, index) => `o${index}.txt`).join(",")}` }),
    "Too many output files (=11) per job",
  ],
  [
    "much memory without -y",
    oneStep({ args: "--outputs o.txt --memory 4001" }),
    "failed to run with EOF when reading a line",
  ],
  ["an open quotation", oneStep({ args: "--outputs o.txt --match 'x" }), "failed to run with No closing quotation"],
  [
    "no steps",
    withCwl("cwlVersion: v1.2\nclass: Workflow\ninputs: []\noutputs: []\nsteps: []\n"),
    "failed to run with the `steps` field is empty",
  ],
  ["a duplicate key", withCwl("cwlVersion: v1.2\ncwlVersion: v1.2\n"), "failed to run with duplicate"],
  [
    "when in v1.0",
    withCwl(oneStep({ extra: "    when: $(self.opt_inDS)\n" })["workflow.cwl"]?.replace("v1.2", "v1.0") ?? ""),
    "invalid field `when`",
  ],
  [
    "a file that is not in the archive",
    oneStep(),
    "No such file or directory: 'other.cwl'",
    { workflowSpecFile: "other.cwl" },
  ],
  ["an archive that is not there", oneStep(), "bad HTTP response 404", { sandbox: "jobO.missing.tar.gz" }],
  ["another language", oneStep(), "{} is not supported to describe the workflow", { language: "yaml" }],
  ["a %{DS1} without input", oneStep({ args: "--outputs o.txt --match %{DS1}" }), "%{DS1} is unresolved in opt_args"],
];

test.each(cases)("PanDA rejects %s with the server's reason", async (_, files, reason, change = {}) => {
  const { panda, client } = await aSandbox();

  const answer = await processed(await sendWorkflow(client, panda.url, outDS, files, "check", change));

  expect(answer).toMatchObject({ status: false, request_id: null });
  expect(answer.log).toContain(reason);
  expect(panda.count().submissions).toBe(0);
});

test("PanDA accepts the old %{DS1} among secondary datasets, as a literal name", async () => {
  const { panda, client } = await aSandbox();
  const old = { ...pileUp, "workflow.cwl": pileUp["workflow.cwl"]?.replace("%{SECDS1}", "%{DS1}") ?? "" };

  const answer = await processed(await sendWorkflow(client, panda.url, outDS, old, "check"));

  expect(answer.status).toBe(true);
  expect(answer.log).toContain('"dataset": "%{DS1}"');
});

test("A PanDA step with two parents waits until both are processed, and one with a condition until its parent started", async () => {
  const { panda, client } = await aSandbox();

  const { log } = await processed(await sendWorkflow(client, panda.url, outDS, pileUp, "check"));

  expect(log).toContain(
    "  Conditions\n    Default Link ID:0 is_processed -> ID:2\n    Default Link ID:1 is_processed -> ID:2\n    Default Link ID:2 is_started -> ID:3\n",
  );
  expect(log).toContain('"reusable": true');
});

test("A body that is not gzipped JSON is answered with 500 by PanDA, and data that are no JSON are reported", async () => {
  const { panda, client } = await aSandbox();
  const headers = {
    Authorization: `Bearer ${await panda.token()}`,
    Origin: "sphenix",
    "Content-Type": "application/json",
  };

  const plain = await fetch(`${panda.url}/server/panda/put_workflow_request`, { method: "POST", headers, body: "{}" });

  expect([plain.status, await plain.text()]).toEqual([500, "Not a gzipped file (b'{}')"]);
  expect(await (await client.put({ data: "{", sync: true })).json()).toEqual([
    false,
    expect.stringContaining("cannot put request due to"),
  ]);
});

test("The v1 endpoint of PanDA answers the same object in an envelope", async () => {
  const { panda, client } = await aSandbox();

  const answer = await client.post("file_server/upload_workflow_request", {
    data: workflowData(panda.url, outDS, "jobO.missing.tar.gz"),
    dry_run: true,
  });

  expect(answer).toMatchObject({ success: true, data: { status: false, request_id: null } });
});
