import type { PandaAddress } from "./real-client.ts";
import { vo } from "./workflow.ts";

/** The caller's tasks, sorted, as PanDA's REST tells them. */
export const taskNames = async ({ url, token }: PandaAddress): Promise<readonly string[]> => {
  const response = await fetch(`${url}/api/v1/task/get_tasks_detailed_info_since?n_tasks=100`, {
    headers: { Authorization: `Bearer ${token}`, Origin: vo, Accept: "application/json" },
  });
  const { success, message, data } = (await response.json()) as Envelope; // PANDA P3
  if (!success) throw new Error(`PanDA does not list the tasks: ${message}`);
  return data.map(({ taskName }) => taskName).toSorted();
};

type Envelope = {
  readonly success: boolean;
  readonly message: string;
  readonly data: readonly { readonly taskName: string }[];
};
