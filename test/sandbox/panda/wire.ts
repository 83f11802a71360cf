import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { JsonObject } from "../../../scripts/sandbox/panda/json.ts";
import { tinyArchive } from "./tiny-archive.ts";

export type Envelope = { readonly success: boolean; readonly message: string; readonly data: unknown };
export type Processed = { readonly status: boolean; readonly request_id: unknown; readonly log: string };

/** PanDA's wire as a client speaks it: plain fetch, nothing of ours in between. */
export const wire = (url: string, token: string, origin = "sphenix") => {
  const login = { Authorization: `Bearer ${token}`, Origin: origin, Accept: "application/json" };
  const get = async (path: string, query: Readonly<Record<string, string>> = {}): Promise<Envelope> =>
    envelope(await fetch(`${url}/api/v1/${path}?${new URLSearchParams(query)}`, { headers: login }));
  const post = async (path: string, body: JsonObject): Promise<Envelope> =>
    envelope(
      await fetch(`${url}/api/v1/${path}`, {
        method: "POST",
        headers: { ...login, "Content-Type": "application/json" },
        body: JSON.stringify(body),
      }),
    );
  const upload = async (
    bytes: Uint8Array<ArrayBuffer>,
    name = `jobO.${randomUUID()}.tar.gz`,
  ): Promise<{ readonly name: string; readonly answer: Envelope }> => {
    const form = new FormData();
    form.set("file", new Blob([bytes]), name);
    return {
      name,
      answer: await envelope(
        await fetch(`${url}/api/v1/file_server/upload_cache_file`, { method: "POST", headers: login, body: form }),
      ),
    };
  };
  const put = (body: JsonObject): Promise<Response> =>
    fetch(`${url}/server/panda/put_workflow_request`, {
      method: "POST",
      headers: { ...login, "Content-Type": "application/json" },
      body: new Uint8Array(gzipSync(JSON.stringify(body))),
    });
  const form = async (method: string, fields: Readonly<Record<string, string>>): Promise<unknown> =>
    (
      await fetch(`${url}/server/panda/${method}`, {
        method: "POST",
        headers: login,
        body: new URLSearchParams(fields),
      })
    ).json();
  const requestNamed = (name: string): Promise<unknown> =>
    form("relay_idds_command", {
      command_name: "get_request_id_by_name",
      kwargs: JSON.stringify({ name }),
      manager: "True",
    });
  return { get, post, upload, put, form, requestNamed };
};

export type Wire = ReturnType<typeof wire>;

const envelope = async (response: Response): Promise<Envelope> => (await response.json()) as Envelope;

/** The parameters of a workflow request (PANDA P9); one archive serves both as sandbox and as `-a`. */
export const workflowData = (url: string, outDS: string, archive: string, change: JsonObject = {}): string =>
  JSON.stringify({
    taskParams: {
      container: {
        taskName: `${outDS}/`,
        uniqueTaskName: true,
        vo: "sphenix",
        architecture: "",
        transUses: "",
        transHome: null,
        processingType: "panda-client-2.0.2-jedi-run",
        prodSourceLabel: "test",
        site: null,
        excludedSite: [],
        includedSite: null,
        cliParams: `prun --cwl workflow.cwl --yaml inputs.yaml --outDS ${outDS}`,
        osInfo: "shrek-fingerprint",
        workingGroup: "sphenix",
        nMaxFilesPerJob: 200,
        respectSplitRule: true,
        sourceURL: url,
        container_name: "__dummy_container__",
        multiStepExec: { containerOptions: { containerImage: "__dummy_container__" } },
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
          { type: "constant", value: `-a ${archive}` },
          { type: "constant", value: '-p "', padding: false },
          { type: "constant", value: "__dummy_exec_str__", padding: false },
          { type: "constant", value: '"' },
        ],
      },
    },
    sourceURL: url,
    sandbox: archive,
    workflowSpecFile: "workflow.cwl",
    workflowInputFile: "inputs.yaml",
    language: "cwl",
    outDS,
    base_platform: "centos7",
    workflow_name: `shrek-${outDS.replaceAll(/[^a-z0-9]/g, "-")}`,
    ...change,
  });

/** Uploads the files and sends them as a workflow, checked or for real. */
export const sendWorkflow = async (
  client: Wire,
  url: string,
  outDS: string,
  files: Readonly<Record<string, string>>,
  mode: "check" | "sync" | "neither" = "sync",
  change: JsonObject = {},
): Promise<Response> => {
  const { name } = await client.upload(await tinyArchive(files));
  return client.put({ data: workflowData(url, outDS, name, change), ...(mode === "neither" ? {} : { [mode]: true }) });
};

export const processed = async (response: Response): Promise<Processed> => {
  const [ok, value] = (await response.json()) as [boolean, Processed];
  if (!ok) throw new Error(`the server said no: ${String(value)}`);
  return value;
};

type TaskInfo = {
  readonly jediTaskID: number;
  readonly taskName: string;
  readonly status: string;
  readonly errorDialog: string | null;
  readonly nFiles: number;
  readonly nFilesFinished: number;
  readonly nFilesFailed: number;
  readonly termCondition: string;
  readonly job_execution_params: string;
  readonly attemptNr: number;
  readonly site: string | null;
};
export const tasksNamed = async (client: Wire, pattern: string): Promise<readonly TaskInfo[]> => {
  const { data } = await client.get("task/get_tasks_detailed_info_since", {
    n_tasks: "500",
    filters: JSON.stringify({ taskName: pattern }),
  });
  return data as readonly TaskInfo[];
};
