import { readLogin } from "../../../action/adapters/panda/log-in.ts";
import { pandaCache } from "../../../action/adapters/panda/panda-cache.ts";
import { pandaRest } from "../../../action/adapters/panda/panda-rest.ts";
import { systemClock } from "../../../action/adapters/system/system-clock.ts";
import { fingerprint, workflowName } from "../../../action/core/ledger/names.ts";
import { inputsFile, workflowFile } from "../../../action/core/render/rendering.ts";
import type { SubmissionRequest } from "../../../action/core/submission/submission-request.ts";
import type { Check } from "../check.ts";
import { type PandaAddress, runClient } from "../real-client.ts";
import { withSandbox } from "../sandbox-panda.ts";
import type { Venv } from "../venv.ts";
import { vo } from "../workflow.ts";
import { type ComparedWorkflow, packRendering, workingGroup } from "./compared-workflow.ts";
import type { Comparison } from "./comparison.ts";
import { compareArchives, compareExchanges } from "./difference.ts";
import { type Exchange, exchangeOf } from "./exchange.ts";
import { type Recorder, startRecorder } from "./recorder.ts";

/** What our client sends for a folder is what pchain sends from it, key by key. */
export const requestCheck = (
  venv: Venv,
  name: string,
  render: () => Promise<ComparedWorkflow>,
  comparison: Comparison,
): Check => ({
  name: `our requests for ${name} are those of pchain`,
  run: async () => {
    using rendered = await render();
    await withSandbox(rendered, [], async ({ sandbox, address }) => {
      await using recorder = await startRecorder(sandbox.url);
      const panda = { url: recorder.url, token: address.token };
      const ours = await sendOurs(recorder, rendered, panda);
      const theirs = await sendTheirs(venv, recorder, rendered, panda);
      const [archive] = ours.check.archives;
      const [forParser] = theirs.check.archives; // a second time pchain finds it in the cache
      const forJobs = theirs.submit.archives.at(-1);
      if (archive === undefined || forParser === undefined || forJobs === undefined)
        throw new Error("an archive was not sent");
      comparison.judge(name, [
        compareExchanges("check", ours.check, theirs.check),
        compareExchanges("submit", ours.submit, theirs.submit),
        compareArchives(archive, forParser, forJobs),
      ]);
    });
  },
});

type Sent = { readonly check: Exchange; readonly submit: Exchange };

const label = "0123456789ab";
const mark = { repository: "contracts", attempt: 1 } as const;

const sendOurs = async (
  recorder: Recorder,
  { dir, plan }: ComparedWorkflow,
  { url, token }: PandaAddress,
): Promise<Sent> => {
  const env = { PANDA_URL_SSL: `${url}/server/panda`, PANDA_AUTH_ID_TOKEN: token, PANDA_AUTH_VO: vo };
  const login = await readLogin(env, new Date());
  const panda = pandaRest(login);
  recorder.take(); // the login asked for the server's clock
  const submissionRequest: SubmissionRequest = {
    outDS: plan.outDS,
    workflowName: workflowName(mark.repository, label, mark.attempt),
    fingerprint: fingerprint(mark.repository, label, mark.attempt, plan.contentDigest),
    vo,
    workingGroup,
    cores: undefined,
    prodSourceLabel: plan.label,
    archive: await packRendering(dir),
    steps: plan.steps.map(({ step }) => step),
  };
  const held = await pandaCache(login, systemClock()).hold(submissionRequest.archive);
  if (held.kind !== "held") throw new Error(`our archive: ${held.message}`);
  const checked = await panda.check(submissionRequest, held.sandbox);
  if (checked.kind !== "accepted") throw new Error(`our check: ${checked.kind}: ${checked.message}`);
  const check = await exchangeOf(recorder.take());
  const submitted = await panda.submit(submissionRequest, checked.sandbox);
  if (submitted.kind !== "accepted") throw new Error(`our submission: ${submitted.kind}: ${submitted.message}`);
  return { check, submit: await exchangeOf(recorder.take()) };
};

const sendTheirs = async (
  venv: Venv,
  recorder: Recorder,
  { dir, plan }: ComparedWorkflow,
  panda: PandaAddress,
): Promise<Sent> => {
  const options = [
    ...["--cwl", workflowFile, "--yaml", inputsFile, "--outDS", plan.outDS, "--vo", vo],
    ...["--prodSourceLabel", plan.label, "--workingGroup", workingGroup],
    ...["--workflowName", workflowName(mark.repository, label, mark.attempt)],
    ...(plan.outDS.startsWith("group.") ? ["--official"] : []),
  ];
  const sent = async (more: readonly string[], success: RegExp): Promise<Exchange> => {
    const { printed } = await runClient(venv, "pchain", [...options, ...more], panda, dir);
    if (!success.test(printed)) throw new Error(`pchain ${more.join(" ")}: ${printed}`);
    return exchangeOf(recorder.take());
  };
  return {
    check: await sent(["--check"], /successfully verified workflow description/),
    submit: await sent([], /successfully submitted with request_id=\d+/),
  };
};
