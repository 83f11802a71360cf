import { vo } from "../workflow.ts";
import type { WorkPlace } from "./work-place.ts";

/** As PanDA's REST tells it to the owner. */
export const statusOf = async ({ sandbox, token }: WorkPlace, task: number): Promise<string> =>
  String(await askApi(sandbox.url, token, `task/get_status?task_id=${task}`));

export const jobStatuses = async ({ sandbox, token }: WorkPlace, task: number): Promise<readonly string[]> => {
  const jobs = await askApi(sandbox.url, token, `task/get_job_descriptions?task_id=${task}`);
  return (jobs as readonly { readonly jobStatus: string }[]).map(({ jobStatus }) => jobStatus); // as the sandbox writes them
};

/** The number in "new jediTaskID=5001". */
export const taskIn = (printed: string): number => {
  const id = /jediTaskID=(\d+)/.exec(printed)?.[1];
  if (id === undefined) throw new Error(`no task in: ${printed}`);
  return Number(id);
};

/** What the sandbox answers to a question of a member of the VO. */
export const askApi = async (url: string, token: string, path: string): Promise<unknown> => {
  const response = await fetch(`${url}/api/v1/${path}`, {
    headers: { Authorization: `Bearer ${token}`, Origin: vo, Accept: "application/json" },
  });
  const { success, message, data } = (await response.json()) as Envelope; // PANDA P3
  if (!success) throw new Error(`PanDA does not answer ${path}: ${message}`);
  return data;
};

type Envelope = { readonly success: boolean; readonly message: string; readonly data: unknown };
