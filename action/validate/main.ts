import { answering, boundsOutside } from "../adapters/system/supervisor.ts";
import type { JudgeOrder } from "./order.ts";
import { judgeOrder } from "./validate-order.ts";

// `judgeApart` of the same program wrote the order.
answering(await judgeOrder(JSON.parse(process.argv[2] ?? "") as JudgeOrder, boundsOutside));
