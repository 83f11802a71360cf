import { inputsFile, workflowFile } from "../../core/render/rendering.ts";
import type { SubmissionRequest } from "../../core/submission/submission-request.ts";

/** The client whose task parameters these are; JEDI knows prun's tasks by this prefix. */
const processingType = "panda-client-2.2.0-jedi-run";

/**
 * What `pchain` would send (PANDA P9): a prun task map with placeholders, which the server merges with each
 * step's own options. The same parameters go into check and submit, because a check may run for real (SAFETY S2).
 */
export const workflowParameters = (submissionRequest: SubmissionRequest, sandbox: string, cache: string): object => ({
  taskParams: { container: baseTask(submissionRequest, sandbox, cache) },
  sourceURL: cache,
  sandbox,
  workflowSpecFile: workflowFile,
  workflowInputFile: inputsFile,
  language: "cwl",
  outDS: submissionRequest.outDS,
  base_platform: "centos7",
  workflow_name: submissionRequest.workflowName,
});

/** `group.` names are official: PanDA then lets no second user run a task of that name (panda-server task_event_module, 1.0.4). */
const isOfficial = ({ outDS }: SubmissionRequest): boolean => outDS.startsWith("group.");

/** As a person would have written it; PanDA replaces it step by step. */
const commandLine = (submissionRequest: SubmissionRequest): string =>
  [
    `prun --cwl ${workflowFile} --yaml ${inputsFile} --outDS ${submissionRequest.outDS} --vo ${submissionRequest.vo}`,
    `--prodSourceLabel ${submissionRequest.prodSourceLabel} --workingGroup ${submissionRequest.workingGroup}`,
    `--workflowName ${submissionRequest.workflowName}`,
    ...(isOfficial(submissionRequest) ? ["--official"] : []),
  ].join(" ");

const baseTask = (submissionRequest: SubmissionRequest, sandbox: string, cache: string): object => {
  const { outDS, vo, workingGroup, prodSourceLabel, fingerprint, cores } = submissionRequest;
  return {
    taskName: `${outDS}/`,
    uniqueTaskName: true,
    vo,
    architecture: "",
    transUses: "",
    transHome: null,
    processingType,
    prodSourceLabel,
    site: null,
    excludedSite: [],
    includedSite: null,
    cliParams: commandLine(submissionRequest),
    osInfo: fingerprint,
    workingGroup,
    ...(isOfficial(submissionRequest) ? { official: true } : {}),
    ...(cores === undefined ? {} : { coreCount: cores }),
    nMaxFilesPerJob: 200,
    respectSplitRule: true,
    sourceURL: cache,
    container_name: "__dummy_container__",
    multiStepExec: {
      preprocess: { command: "${TRF}", args: "--preprocess ${TRF_ARGS}" },
      postprocess: { command: "${TRF}", args: "--postprocess ${TRF_ARGS}" },
      containerOptions: {
        containerExec:
          'echo "=== cat exec script ==="; cat __run_main_exec.sh; echo; echo "=== exec script ==="; /bin/sh __run_main_exec.sh',
        containerImage: "__dummy_container__",
      },
    },
    log: {
      dataset: `${outDS}.log/`,
      container: `${outDS}.log/`,
      type: "template",
      param_type: "log",
      value: `${outDS}.log.$JEDITASKID.\${SN}.log.tgz`,
    },
    jobParameters: [
      { type: "constant", value: '-j "" --sourceURL ${SURL}' },
      { type: "constant", value: "-r ." },
      { type: "constant", value: "__delimiter__", hidden: true },
      { type: "constant", value: `-a ${sandbox}` },
      { type: "constant", value: '-p "', padding: false },
      { type: "constant", value: "__dummy_exec_str__", padding: false },
      { type: "constant", value: '"' },
    ],
  };
};
