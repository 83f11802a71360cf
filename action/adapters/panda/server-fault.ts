import type { Unanswered } from "../../core/submission/panda-answer.ts";

type Arrived = Unanswered["arrived"];

/**
 * Faults of panda-server's own machine, and whether anything arrived behind it: `no`, it failed before it sent anything;
 * `maybe`, it lost a child process and the log of it. The words are those of panda-server 1.0.4,
 * taskbuffer/workflow_processor.py:62-68 and 160-182, `requests`, and the shell; `npm run contracts` asks the package.
 */
const faults: readonly (readonly [RegExp, Arrived])[] = [
  // Its cache, which it asks for our archive.
  [/\bbad HTTP response \d{3}\b/, "no"],
  [/^\d{4}-\d\d-\d\d [\d:.]+ : not found$/m, "no"],
  [/\bfailed to extract jobO\./, "no"],
  [/\bfailed to run with \(?'?Connection (aborted|broken)/, "no"],
  [/\bfailed to run with (HTTPS?Connection|IncompleteRead|\('?Received response with content-encoding)/, "no"],
  // The shell found no Python, or may not run it.
  [/\bmain execution failed with 12[67]:/, "no"],
  [/\bmain execution failed with \d+:[^]*\b(ModuleNotFoundError|ImportError): /, "no"],
  // Its disk, its memory and its open files.
  [/\bfailed to run with \[Errno (5|12|13|23|24|28|30|122)\]/, "no"],
  // Somebody killed the child, the kernel for its memory as a rule.
  [/\bmain execution failed with (-\d+|1(29|3\d|4\d|5\d)):/, "maybe"],
  [/\bmain execution failed with \d+:[^]*\b(MemoryError|Cannot allocate memory|No space left on device)\b/, "maybe"],
];

/** Where neither the workflow nor iDDS is at fault: whether anything arrived. */
export const serverFault = (log: string): Arrived | undefined => faults.find(([words]) => words.test(log))?.[1];
