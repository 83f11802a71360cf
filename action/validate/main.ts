import { answering, boundsOutside } from "../adapters/system/supervisor.ts";
import type { ValidationOrder } from "./order.ts";
import { validateOrder } from "./validate-order.ts";

// `validateApart` of the same program wrote the order.
answering(await validateOrder(JSON.parse(process.argv[2] ?? "") as ValidationOrder, boundsOutside));
