import { answering } from "../adapters/system/limited-process.ts";
import type { ValidationInput } from "./input.ts";
import { validateInput } from "./validate-input.ts";

// `validateApart` of the same program wrote the input.
answering(await validateInput(JSON.parse(process.argv[2] ?? "") as ValidationInput));
