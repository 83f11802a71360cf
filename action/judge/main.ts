import { answering, boundsOutside } from "../adapters/system/supervisor.ts";
import { judgeOrder } from "./judge-order.ts";
import type { JudgeOrder } from "./order.ts";

// `judgeApart` of the same program wrote the order.
answering(await judgeOrder(JSON.parse(process.argv[2] ?? "") as JudgeOrder, boundsOutside));
