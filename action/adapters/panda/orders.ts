import type { Ordered } from "../../ports/panda.ts";
import type { Login } from "./login.ts";
import { callPanda, notArrived, parseJson, serverWords } from "./wire.ts";

const orderTime = 60_000;

/**
 * `POST task/retry` and `task/kill`: "registered" means that JEDI will look at it in a few minutes, nothing more. The
 * code in `data` is the answer: PanDA calls each retry a success, the refused one too (panda-server task_api, 1.0.4).
 */
export const orderTask = async (login: Login, task: number, order: "retry" | "kill"): Promise<Ordered> => {
  const answer = await callPanda(login, {
    method: "POST",
    path: `/api/v1/task/${order}`,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ task_id: task }),
    timeout: orderTime,
  });
  if (answer.kind === "unanswered") return answer;
  if (notArrived(answer.status)) return { kind: "refused", message: serverWords(answer.text) };
  const value = answer.status === 200 ? parseJson(answer.text) : undefined;
  if (typeof value !== "object" || value === null || !("success" in value) || !("message" in value))
    return { kind: "unanswered", arrived: "maybe", message: serverWords(answer.text) };
  return value.success === true && "data" in value && value.data === 0
    ? { kind: "registered" }
    : { kind: "refused", message: serverWords(String(value.message)) };
};
